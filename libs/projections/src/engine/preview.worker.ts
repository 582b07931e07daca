import { categoryOf } from '@mithaq/event-store';
import { workerData } from 'node:worker_threads';
import { Connection } from './connection.js';
import { type PreviewAnswer, type PreviewAsked, type PreviewData } from './messages.js';
import { serve } from './serve.js';
import { shadow } from './shadow.js';
import { type Sql } from './sql.js';
import { checkpointRow, streamLine } from './tables.js';
import { type AnyView } from './view.js';

/**
 * A thread that answers what the views would say after an event that is not recorded. It is apart from those that read, so that nobody
 * waits behind it; like them it holds no lock and writes nothing.
 */

const { path, views: module } = workerData as PreviewData; // what views.ts starts this thread with
const { views = [] } = (await import(module)) as { views?: readonly AnyView[] };
const connection = new Connection(path);

serve<PreviewAsked, PreviewAnswer>(
  ({ hypothesis, statements }) =>
    connection.transaction(() => {
      const found = value(streamLine(hypothesis.stream));
      if (found !== hypothesis.events.at(-1)?.revision) return { kind: 'moved', revision: found };
      const before = connection.rows(statements);
      const followers = views.filter(view => view.of === categoryOf(hypothesis.stream));
      const shadowed = shadow(connection.db, followers, hypothesis, value(checkpointRow)! + 1n);
      return { kind: 'previewed', before, after: connection.rows(statements), views: shadowed };
    }),
  () => connection.close(),
);

function value({ text, params }: Sql): bigint | undefined {
  return connection.db
    .prepare<unknown[], bigint>(text)
    .pluck()
    .safeIntegers()
    .get(...params);
}
