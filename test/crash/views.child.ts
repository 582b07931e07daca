import { Views } from '../../libs/projections/src/engine/views.js';

/*
 * A process that keeps the views of a folder until it is killed: it says how many events each batch had that it has applied, and whether
 * a generation that is being built has taken over.
 */

const [folder, store, views, batchSize, mode] = process.argv.slice(2) as [string, string, string, string, 'follow' | 'rebuild'];

const kept = await Views.open({ folder, store, views: new URL(views), projection: { batchSize: Number(batchSize) } });
kept.on('batch', ({ generation, events }) => process.send?.({ kind: 'batch', generation, events }));
kept.on('serving', ({ generation }) => process.send?.({ kind: 'serving', generation }));
if (mode === 'rebuild') {
  await kept.whenServing();
  await kept.rebuild();
}
