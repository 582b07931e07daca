/** `npm run bench -- <name>`: runs one benchmark; its numbers go to stdout as JSON, what they mean to stderr. */
import { reportGoals, type Benchmark } from './benchmark.js';

const benchmarks: Readonly<Record<string, () => Promise<{ benchmark: Benchmark }>>> = {
  store: () => import('./store.bench.js'),
  views: () => import('./views.bench.js'),
  http: () => import('./http.bench.js'),
  audit: () => import('./audit.bench.js'),
};

const name = process.argv[2] ?? '';
const load = benchmarks[name];
if (!load) {
  console.error(`Usage: npm run bench -- <${Object.keys(benchmarks).join(' | ')}>`);
  process.exit(64);
}
const { benchmark } = await load();
const report = await benchmark();
console.log(JSON.stringify({ benchmark: name, node: process.version, at: new Date().toISOString(), ...report }, null, 2));
reportGoals(report);
