import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ancestors, type PackageJson, readPackageJson } from '../packages.ts';

/** Packages without types that schemas commonly import, for a project that has not installed them. */
const UNTYPED = new Set(['lodash', 'ms']);

/** The package that has the types of another one. */
export const typesPackage = (name: string): string =>
  `@types/${name.replace(/^@(.+)\/(.+)$/, '$1__$2')}`;

/** Whether a package brings types of its own, as far as the project's installed copy tells. */
export function hasOwnTypes(name: string, folder: string): boolean {
  for (const above of ancestors(folder)) {
    const place = join(above, 'node_modules', name);
    const manifest = readPackageJson(place);
    if (manifest) return declaresTypes(manifest, place);
  }
  return !UNTYPED.has(name);
}

/** They are named in its package.json, or lie beside what it points to. */
function declaresTypes({ types, typings, main, exports }: PackageJson, place: string): boolean {
  const text = JSON.stringify(exports ?? {});
  if (types || typings || text.includes('"types') || text.includes('.d.')) return true;
  const targets = [...text.matchAll(/"(\.[^"]*\.[cm]?js)"/g)].map(([, path]) => path ?? '');
  return ['index.js', main ?? '', ...targets].some((path) => {
    const stem = path.replace(/\.[cm]?js$/, '');
    return ['.d.ts', '.d.mts', '.d.cts', '/index.d.ts'].some((end) =>
      existsSync(join(place, `${stem}${end}`)),
    );
  });
}
