import { KitError } from '../errors.ts';
import { bundleModules } from './bundle.ts';
import { projectRoot } from './packages.ts';
import type { ReadResult } from './read-result.ts';
import { runReader } from './run-reader.ts';
import { resolveSources } from './sources.ts';
import type { Schema } from './table.ts';

export interface LoadOptions {
  /** Files, folders or globs, absolute or relative to `cwd`. */
  sources: string[];
  cwd: string;
  /** How unnamed columns are named; undefined to detect it from a drizzle.config beside the schema. */
  casing?: Schema['casing'];
}

/**
 * Loads a Drizzle schema and describes it, with the files, packages and SQL that a service needs to carry it.
 *
 * Throws a KitError with the place and what to do for anything that keeps the schema from loading or leaves it without
 * Postgres tables (codes `SCHEMA_*`).
 */
export async function loadSchema({ sources, cwd, casing }: LoadOptions): Promise<Schema> {
  const files = await resolveSources(sources, cwd);
  const bundle = await bundleModules(entryCode(files), projectRoot(files[0] ?? cwd));
  const read = await runReader(bundle, casing ?? null);
  requireTables(read, files);
  return {
    tables: read.tables,
    files: [],
    dependencies: {},
    casing: casing ?? null,
    prerequisites: [],
    extensions: [],
    notices: read.notices,
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
