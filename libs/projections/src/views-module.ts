import { workerFile } from '@mithaq/event-store';

/** The compiled module that exports the views of the ledger, for `Views.open`: the threads that keep and read them load it themselves. */
export function viewsModule(): URL {
  return workerFile('views/all-views.js', import.meta.url);
}
