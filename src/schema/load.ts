import { dirname } from 'node:path';
import { KitError } from '../errors.ts';
import { bringSchema } from './bring.ts';
import type { ReadsAlike } from './bring/needed.ts';
import { edited } from './bring/rewrite.ts';
import { bundleModules } from './bundle.ts';
import { type Detected, detectCasing } from './detect.ts';
import { checkDrizzleVersion } from './drizzle-version.ts';
import { projectRoot } from './packages.ts';
import { prerequisitesOf } from './prerequisites.ts';
import type { ReadResult } from './read-result.ts';
import { runReader } from './run-reader.ts';
import { resolveSources } from './sources.ts';
import type { Notice, Schema } from './table.ts';

export interface LoadOptions {
  /** Files, folders or globs, absolute or relative to `cwd`. */
  sources: string[];
  cwd: string;
  /** How unnamed columns are named; undefined to detect it from a drizzle.config beside the schema. */
  casing?: Schema['casing'];
  /** Whole files are brought along, not only what the tables need of them. */
  asIs?: boolean;
}

/**
 * Loads a Drizzle schema and describes it, with the files, packages and SQL that a service needs to carry it.
 *
 * Throws a KitError with the place and what to do for anything that keeps the schema from loading or leaves it without
 * Postgres tables (codes `SCHEMA_*`).
 */
export async function loadSchema(options: LoadOptions): Promise<Schema> {
  const { sources, cwd, casing, asIs = false } = options;
  const files = await resolveSources(sources, cwd);
  const root = projectRoot(dirname(files[0] ?? cwd));
  const bundle = await bundleModules(entryCode(files), root);
  checkDrizzleVersion(bundle.externals);
  const detected =
    casing === undefined ? detectCasing(files[0] ?? cwd, root) : { casing, because: null };
  const read = await runReader(bundle, detected.casing);
  requireTables(read, files);
  const readsAlike = asIs ? undefined : compareWith(read, root, detected.casing);
  const brought = await bringSchema(files, { root, entities: read.entities, readsAlike });
  for (const table of read.tables)
    table.exportName = brought.exportNames.get(table.id) ?? table.exportName;
  const { statements, extensions, notices } = prerequisitesOf(read);
  return {
    tables: read.tables,
    files: brought.files,
    dependencies: brought.dependencies,
    casing: detected.casing,
    prerequisites: statements,
    extensions,
    notices: [
      ...casingNotices(detected, read.unnamedColumns, casing === undefined),
      ...read.notices,
      ...brought.notices,
      ...notices,
    ],
  };
}

/** How unnamed columns were named, where nobody said so on the command line. */
function casingNotices({ casing, because }: Detected, unnamed: number, isGuess: boolean): Notice[] {
  if (!isGuess || unnamed === 0) return [];
  const which = unnamed === 1 ? 'One column has' : `${unnamed} columns have`;
  const message = casing
    ? `${which} no explicit name; ${casing} was taken, ${because}.`
    : `${which} no explicit name; the keys were taken as they are, as no drizzle.config or client sets a casing. Pass --casing snake_case if the database says otherwise.`;
  return [{ subject: null, message }];
}

/** Reads a part of the modules' code in their place, and compares what comes of it. */
function compareWith(whole: ReadResult, root: string, casing: Schema['casing']): ReadsAlike {
  const essence = ({ tables, entities, sql, opClasses }: ReadResult) =>
    JSON.stringify([tables, entities.map((one) => ({ ...one, exports: [] })), sql, opClasses]);
  return async ({ nodes }, entries) => {
    const changed = [...nodes.values()].filter(({ edits }) => edits.length > 0);
    const sources = new Map(
      changed.map(({ path, source, edits }) => [path, edited(source, edits)]),
    );
    try {
      const bundle = await bundleModules(entryCode(entries), root, sources);
      return essence(await runReader(bundle, casing)) === essence(whole);
    } catch (error) {
      if (error instanceof KitError) return false;
      throw error;
    }
  };
}

/** A module whose default export lists the entry modules, as the reader expects them. */
function entryCode(files: string[]): string {
  const imports = files.map((file, at) => `import * as module${at} from ${JSON.stringify(file)};`);
  const list = files.map((file, at) => `{ file: ${JSON.stringify(file)}, exports: module${at} }`);
  return `${imports.join('\n')}\nexport default [${list.join(', ')}];\n`;
}

function requireTables({ tables, otherDialects }: ReadResult, files: string[]): void {
  if (tables.length > 0) return;
  const [dialect] = otherDialects;
  throw dialect
    ? new KitError(
        'SCHEMA_DIALECT',
        `The schema in ${files.join(', ')} is for ${dialect}; only Postgres is supported.`,
        'Define the tables with pgTable from drizzle-orm/pg-core.',
      )
    : new KitError(
        'SCHEMA_EMPTY',
        `No Drizzle table is exported from ${files.join(', ')}.`,
        'Export the tables that you define with pgTable, or point --schema at the file that does.',
      );
}
