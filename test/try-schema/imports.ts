import { isBuiltin } from 'node:module';
import { dirname, sep } from 'node:path';
import { build, type Loader, type Plugin } from 'esbuild';
import { packageName } from '../../src/schema/packages.ts';

/** A package that is asked for, and a folder from which it is. */
export interface Import {
  name: string;
  from: string;
}

const ASSETS = [
  '.css',
  '.scss',
  '.svg',
  '.png',
  '.jpg',
  '.webp',
  '.woff2',
  '.md',
  '.html',
  '.node',
];
const SKIP = Symbol('resolved already');

/**
 * The packages that a schema imports, itself or through the files of its checkout that it imports. What can't be resolved
 * within the checkout is taken for a package; whether it is one, the installation finds out.
 */
export async function importedPackages(files: string[], root: string): Promise<Import[]> {
  const found = new Map<string, Import>();
  const loader = Object.fromEntries(ASSETS.map((ending): [string, Loader] => [ending, 'empty']));
  await build({
    entryPoints: files,
    outdir: root,
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    loader,
    plugins: [collector(found)],
  }).catch(() => {
    // What does not parse is for the kit to say, with its place.
  });
  return [...found.values()];
}

function collector(found: Map<string, Import>): Plugin {
  return {
    name: 'collect-packages',
    setup(run) {
      run.onResolve(
        { filter: /^[^./]/ },
        async ({ path, importer, kind, resolveDir, pluginData }) => {
          if (pluginData === SKIP || kind === 'entry-point') return undefined;
          if (isBuiltin(path)) return { path, external: true };
          const inside = await run.resolve(path, { importer, kind, resolveDir, pluginData: SKIP });
          const isPackage = inside.path.includes(`${sep}node_modules${sep}`);
          // An alias of tsconfig.json, or a package of the workspace.
          if (inside.errors.length === 0 && !isPackage && !inside.external) return inside;
          const name = packageName(path);
          if (!found.has(name)) found.set(name, { name, from: dirname(importer) });
          return { path, external: true };
        },
      );
    },
  };
}
