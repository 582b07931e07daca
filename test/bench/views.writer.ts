/** A process that writes reports to the last cycle, as evenly as a service would be asked to: `node views.writer.js <folder> <revision>`. */
import { once } from 'node:events';
import { SqliteEventStore } from '@mithaq/event-store';
import { lastCycle, report } from './views.reports.js';

const perSecond = 300;

const [folder, revision] = process.argv.slice(2) as [string, string]; // what views.reports.ts starts it with
const [commitments] = (await once(process, 'message')) as [string[]];
const store = await SqliteEventStore.open(folder);
process.send?.('writing');
await report(store, commitments, lastCycle, BigInt(revision), perSecond);
await store.close();
process.disconnect();
