import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { KitError } from '../errors.ts';

const EXTENSIONS = ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs'];
const SOURCE = new RegExp(`\\.(${EXTENSIONS.join('|')})$`);
const TYPES_OR_TEST = /(\.d\.[mc]?ts|\.(test|spec)\.\w+)$/;

/**
 * The files whose exports make up the schema, in a stable order and without repeats. A folder stands for its barrel
 * (`index.*` that re-exports) when it has one, else for every file in it that defines Drizzle objects: scripts such as
 * `seed.ts` that lie beside a schema must not be run by reading it.
 *
 * Throws `SCHEMA_NOT_FOUND`, `SCHEMA_NO_MATCH`.
 */
export async function resolveSources(sources: string[], cwd: string): Promise<string[]> {
  const found = await Promise.all(sources.map((source) => resolveSource(source, cwd)));
  return [...new Set(found.flat())];
}

async function resolveSource(source: string, cwd: string): Promise<string[]> {
  const path = isAbsolute(source) ? source : resolve(cwd, source);
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile()) return [path];
  if (stats?.isDirectory()) return expandFolder(path);
  if (/[*?{[]/.test(source)) return expandGlob(source, cwd);
  const guess = await withExtension(path);
  if (guess) return [guess];
  throw new KitError(
    'SCHEMA_NOT_FOUND',
    `There is no schema at ${path}.`,
    'Give the file, folder or glob that holds your Drizzle tables, e.g. --schema src/db/schema.ts.',
  );
}

/** `src/db/schema` for `src/db/schema.ts`: the way that imports are written. */
async function withExtension(path: string): Promise<string | undefined> {
  for (const extension of EXTENSIONS) {
    const candidate = `${path}.${extension}`;
    if ((await stat(candidate).catch(() => null))?.isFile()) return candidate;
  }
  return undefined;
}

async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = await glob(pattern, {
    cwd,
    absolute: true,
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
  });
  const kept = files.filter(isSource).toSorted();
  if (kept.length > 0) return kept;
  throw new KitError(
    'SCHEMA_NO_MATCH',
    `The glob ${pattern} matches no TypeScript or JavaScript file below ${cwd}.`,
    'Quote the glob so that your shell leaves it alone, and check the folder it starts from.',
  );
}

async function expandFolder(folder: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = (
    await glob('**/*', {
      cwd: folder,
      absolute: true,
      ignore: ['**/node_modules/**', '**/.*/**'],
      expandDirectories: false,
    })
  )
    .filter(isSource)
    .toSorted();
  const barrel = files.find((file) => dirname(file) === folder && isIndex(file));
  if (barrel && (await isBarrel(barrel))) return [barrel];
  const flags = await Promise.all(files.map(definesDrizzleObjects));
  const kept = files.filter((_, position) => flags[position]);
  if (kept.length > 0) return kept;
  throw new KitError(
    'SCHEMA_NO_MATCH',
    `No file in ${folder} defines Drizzle tables.`,
    `Point at the file itself, e.g. --schema ${join(folder, 'schema.ts')}.`,
  );
}

const isSource = (file: string) => SOURCE.test(file) && !TYPES_OR_TEST.test(file);
const isIndex = (file: string) => /^index\.\w+$/.test(basename(file));

async function isBarrel(file: string): Promise<boolean> {
  const { module } = parseSync(file, await readFile(file, 'utf8'));
  const reexports = module.staticExports.some((statement) =>
    statement.entries.some((entry) => entry.moduleRequest?.value.startsWith('.')),
  );
  return reexports || importsBuilders(module.staticImports);
}

async function definesDrizzleObjects(file: string): Promise<boolean> {
  return importsBuilders(parseSync(file, await readFile(file, 'utf8')).module.staticImports);
}

type StaticImports = ReturnType<typeof parseSync>['module']['staticImports'];

function importsBuilders(imports: StaticImports): boolean {
  return imports.some(({ moduleRequest, entries }) => {
    if (/^drizzle-orm\/\w+-core/.test(moduleRequest.value)) {
      return entries.some((entry) => !entry.isType);
    }
    return (
      moduleRequest.value === 'drizzle-orm' &&
      entries.some((entry) => entry.importName.name === 'relations')
    );
  });
}
