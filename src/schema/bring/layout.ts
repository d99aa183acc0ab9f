import { basename, dirname, extname, posix, relative, sep } from 'node:path';
import { packageRoot } from '../packages.ts';

/** Absolute path of a module -> POSIX path below `src/db/schema/`. */
export type Layout = Map<string, string>;

/**
 * Where each module goes: below the folder that the entries share, files keep their relative place; anything else goes
 * below `lib/`. `index.ts` is kept free unless it is the entry itself.
 */
export function layOut(entries: string[], modules: string[]): Layout {
  const base = commonFolder(entries.map((entry) => dirname(entry)));
  const home = packageRoot(base);
  const ownsIndex = entries.length === 1 && isRootIndex(entries[0] ?? '', base);
  const taken = new Set(ownsIndex ? [] : ['index.ts']);
  const layout: Layout = new Map();
  for (const path of [...entries, ...modules]) {
    if (layout.has(path)) continue;
    const place = free(typescriptName(placeOf(path, base, home)), taken);
    taken.add(place);
    layout.set(path, place);
  }
  return layout;
}

const isRootIndex = (path: string, base: string) =>
  dirname(path) === base && /^index\.\w+$/.test(basename(path));

function commonFolder(folders: string[]): string {
  const [first = sep, ...rest] = folders;
  const isShared = (folder: string) =>
    rest.every((other) => other === folder || other.startsWith(folder + sep));
  let shared = first;
  while (!isShared(shared) && dirname(shared) !== shared) shared = dirname(shared);
  return shared;
}

/** Outside the entries' folder: below `lib/`, without `src/`, and below the package's name when it is another package. */
function placeOf(path: string, base: string, home: string | undefined): string {
  const inside = toPosix(relative(base, path));
  if (!inside.startsWith('../')) return inside;
  const root = packageRoot(dirname(path)) ?? dirname(path);
  const within = toPosix(relative(root, path)).replace(/^(src\/)?(lib\/)?/, '');
  return root === home ? `lib/${within}` : `lib/${basename(root)}/${within}`;
}

const toPosix = (path: string) => path.split(sep).join('/');

/** The service compiles TypeScript only; module flavours make no difference to a bundler. */
const typescriptName = (path: string) =>
  path.endsWith('.d.ts') ? path : path.replace(/\.([mc]ts|[mc]?js)$/, '.ts');

function free(path: string, taken: Set<string>): string {
  if (!taken.has(path)) return path;
  const extension = extname(path);
  const stem = path.slice(0, -extension.length);
  for (let count = 2; ; count += 1) {
    const candidate = `${stem}-${count}${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** How one placed module imports another: relative and without extension, a folder for its index. */
export function relativeSpecifier(from: string, to: string): string {
  const bare = to.endsWith('.json') ? to : to.replace(/(\.d)?\.tsx?$/, '');
  const target = bare.endsWith('/index') ? bare.slice(0, -'/index'.length) : bare;
  const path = posix.relative(posix.dirname(from), target);
  return path.startsWith('.') ? path : `./${path || '.'}`;
}
