import { Views } from '../../libs/projections/src/engine/views.js';

/*
 * A process that keeps the views of a folder until it is killed: it says each batch that it has applied, and whether one that is being
 * built has taken over.
 */

const [folder, views, batchSize, mode] = process.argv.slice(2) as [string, string, string, 'follow' | 'rebuild'];

const kept = await Views.open({ folder, views: new URL(views), projection: { batchSize: Number(batchSize) } });
kept.on('batch', ({ generation, position }) => process.send?.({ kind: 'batch', generation, position: String(position) }));
kept.on('serving', ({ generation }) => process.send?.({ kind: 'serving', generation }));
if (mode === 'rebuild') {
  await kept.whenServing();
  await kept.rebuild();
}
