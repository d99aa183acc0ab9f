import { dirname } from 'node:path';
import { KitError } from '../errors.ts';
import { checkRefusedNames } from './refused-names.ts';
import { checkNameLengths } from './cut-names.ts';
import { type Detected, detectCasing } from './detect.ts';
import { heldHint, heldNotices } from './held.ts';
import { projectRoot } from './packages.ts';
import { prerequisitesOf } from './prerequisites.ts';
import { compareWith, readModules, readWithHeld } from './read-modules.ts';
import { type Reader, startReader } from './reader.ts';
import type { ReadResult } from './read-result.ts';
import { resolveSources } from './sources.ts';
import type { Notice, Schema, SchemaFile, Table } from './table.ts';
import { typedColumns } from './typed-columns.ts';
import { unseenKeyNotices } from './unseen-keys.ts';
import { untypedTableNotices } from './untyped-tables.ts';

export interface LoadOptions {
  /** Files, folders or globs, absolute or relative to `cwd`. */
  sources: string[];
  cwd: string;
  /** How unnamed columns are named; undefined to detect it from a drizzle.config beside the schema. */
  casing?: Schema['casing'];
  /** Whole files are brought along, not only what the tables need of them. */
  asIs?: boolean;
  /** A process that was started before. */
  reader?: Reader;
  /** Begins to load what is needed next: while the schema is read, by a process of its own, this one has nothing to do. */
  meanwhile?: () => Promise<unknown>;
}

/**
 * Loads a Drizzle schema and describes it, with the files, packages and SQL that a service needs to carry it.
 *
 * Throws a KitError with the place and what to do for anything that keeps the schema from loading or leaves it without
 * Postgres tables (codes `SCHEMA_*`).
 */
export async function loadSchema({
  reader = startReader(),
  ...options
}: LoadOptions): Promise<Schema> {
  try {
    return await loadWith(options, reader);
  } finally {
    reader.end();
  }
}

async function loadWith(options: Omit<LoadOptions, 'reader'>, first: Reader): Promise<Schema> {
  const { sources, cwd, casing, asIs = false } = options;
  const named = await resolveSources(sources, cwd);
  const root = projectRoot(dirname(named[0] ?? cwd));
  const detected =
    casing === undefined ? detectCasing(named[0] ?? cwd, root) : { casing, because: null };
  const place = {
    root,
    casing: detected.casing,
    reader: eachOnce(first),
    meanwhile: () => begin(import('./bring.ts'), options.meanwhile?.() ?? Promise.resolve()),
  };
  const reading = await readWithHeld(named, place, asIs);
  const { files, read } = reading;
  checkRefusedNames(read);
  requireTables(read, files);
  checkNameLengths(read);
  const readsAlike = compareWith(reading, place);
  const { bringSchema } = await import('./bring.ts');
  const brought = await bringSchema(files, { root, entities: read.entities, readsAlike, asIs });
  for (const table of read.tables)
    table.exportName = brought.exportNames.get(table.id) ?? table.exportName;
  markTyped(read.tables, brought.files);
  const { statements, extensions, missingFunctions, missingTypes, notices } =
    await prerequisitesOf(read);
  return {
    tables: read.tables,
    files: brought.files,
    dependencies: brought.dependencies,
    casing: detected.casing,
    prerequisites: statements,
    extensions,
    missingFunctions,
    missingTypes,
    notices: [
      ...reading.notices,
      ...casingNotices(detected, read.unnamedColumns, casing === undefined),
      ...read.notices,
      ...heldNotices(read.held),
      ...brought.notices,
      ...unseenKeyNotices(brought.files, read.tables),
      ...untypedTableNotices(brought.files, read.tables),
      ...notices,
    ],
  };
}

/** The one that runs already, and then new ones: after a schema has run in a process, another one would find what it left. */
function eachOnce(first: Reader): () => Reader {
  const started = [first];
  return () => started.pop() ?? startReader();
}

/** Whether loading fails shows where what was loaded is needed. */
function begin(...loading: Promise<unknown>[]): void {
  void Promise.allSettled(loading);
}

function markTyped(tables: Table[], files: SchemaFile[]): void {
  const typed = typedColumns(files, tables);
  for (const { id, columns } of tables) {
    for (const column of columns) if (typed.get(id)?.has(column.key)) column.hasOwnType = true;
  }
}

/**
 * The tables of a schema as they will be with other texts in some of its files, which need not be there yet.
 *
 * @param texts by absolute path
 * @throws KitError as `loadSchema` does
 */
export async function readTables(
  { sources, cwd, casing }: Pick<LoadOptions, 'sources' | 'cwd'> & Pick<Schema, 'casing'>,
  texts: ReadonlyMap<string, string>,
): Promise<Table[]> {
  const files = await resolveSources(sources, cwd);
  const place = { root: projectRoot(dirname(files[0] ?? cwd)), casing, reader: startReader };
  return (await readModules(files, place, texts)).tables;
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

function requireTables({ tables, otherDialects, held }: ReadResult, files: string[]): void {
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
        heldHint(held) ??
          'Export the tables that you define with pgTable, or point --schema at the file that does.',
      );
}
