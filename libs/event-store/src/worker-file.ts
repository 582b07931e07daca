import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Where the compiled program of a worker thread or child process is.
 *
 * Built code has it beside the module that asks. Jest runs the TypeScript sources, which a new thread cannot load: there it is the
 * twin that `npm run build` left under `dist/`, which mirrors the tree of the sources.
 *
 * @param name as an import would say it, `writer.worker.js`
 * @param module `import.meta.url` of the module that asks
 * @throws Error where the sources have not been built
 */
export function workerFile(name: string, module: string): URL {
  if (!module.endsWith('.ts')) return new URL(name, module);
  const source = dirname(fileURLToPath(module));
  const root = projectRoot(source);
  const built = join(root, 'dist', relative(root, source), name);
  if (!existsSync(built)) throw new Error(`${built} is not there. Worker threads run compiled code: run "npm run build" first.`);
  return pathToFileURL(built);
}

function projectRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('No package.json above this module: the folder of the project is not known.');
  return projectRoot(parent);
}
