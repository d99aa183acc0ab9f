import { dirname } from 'node:path';
import { KitError } from '../errors.ts';
import { bringSchema } from './bring.ts';
import type { ModuleGraph } from './bring/graph.ts';
import { apparentGraph, type ReadsAlike } from './bring/needed.ts';
import { edited } from './bring/rewrite.ts';
import { bundleModules } from './bundle.ts';
import { checkNameLengths } from './cut-names.ts';
import { type Detected, detectCasing } from './detect.ts';
import { checkDrizzleVersion } from './drizzle-version.ts';
import { heldHint, heldNotices, modulesBehind } from './held.ts';
import { projectRoot } from './packages.ts';
import { prerequisitesOf } from './prerequisites.ts';
import type { ReadResult } from './read-result.ts';
import { runReader } from './run-reader.ts';
import { resolveSources } from './sources.ts';
import type { Notice, Schema, SchemaFile, Table } from './table.ts';
import { typedColumns } from './typed-columns.ts';

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
  const named = await resolveSources(sources, cwd);
  const root = projectRoot(dirname(named[0] ?? cwd));
  const detected =
    casing === undefined ? detectCasing(named[0] ?? cwd, root) : { casing, because: null };
  const place = { root, casing: detected.casing };
  const { files, read, notices: readingNotices } = await readWithHeld(named, place, asIs);
  requireTables(read, files);
  checkNameLengths(read);
  const readsAlike = asIs ? undefined : compareWith(read, place);
  const brought = await bringSchema(files, { root, entities: read.entities, readsAlike });
  for (const table of read.tables)
    table.exportName = brought.exportNames.get(table.id) ?? table.exportName;
  markTyped(read.tables, brought.files);
  const { statements, extensions, notices } = prerequisitesOf(read);
  return {
    tables: read.tables,
    files: brought.files,
    dependencies: brought.dependencies,
    casing: detected.casing,
    prerequisites: statements,
    extensions,
    notices: [
      ...readingNotices,
      ...casingNotices(detected, read.unnamedColumns, casing === undefined),
      ...read.notices,
      ...heldNotices(read.held),
      ...brought.notices,
      ...notices,
    ],
  };
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
  const place = { root: projectRoot(dirname(files[0] ?? cwd)), casing };
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

/** Where a schema is read: the project's folder, and how unnamed columns are named. */
interface Place {
  root: string;
  casing: Schema['casing'];
}

/** The files that export the schema, what is in them, and how it was read. */
interface Reading {
  files: string[];
  read: ReadResult;
  notices: Notice[];
}

/**
 * Reads modules, and beside them those behind an object that holds tables which nobody exports by themselves: some have
 * nothing but `export const schema = { ...users, ...posts }`.
 */
async function readWithHeld(named: string[], place: Place, asIs: boolean): Promise<Reading> {
  const files = new Set(named);
  let reading = await readFiles(named, place, asIs);
  // What is behind an object may be objects again.
  for (;;) {
    const behind = await modulesBehind(reading.read.held, place.root);
    if (behind.every((path) => files.has(path))) break;
    for (const path of behind) files.add(path);
    reading = await readFiles([...files], place, asIs);
  }
  const places = reading.read.entities.flatMap(({ exports }) => exports);
  const exporting = new Set([...named, ...places.map(({ file }) => file)]);
  return { ...reading, files: [...files].filter((path) => exporting.has(path)) };
}

/** What keeps modules from being run, though what their tables need may be sound. */
const UNLOADABLE = new Set(['SCHEMA_IMPORT', 'SCHEMA_THROWS', 'SCHEMA_EXITED', 'SCHEMA_TIMEOUT']);

/**
 * Reads whole files or, where application code in them can't be run here (a key that is not set, a package that is not
 * installed), what their tables seem to need.
 */
async function readFiles(
  files: string[],
  place: Place,
  asIs: boolean,
): Promise<{ read: ReadResult; notices: Notice[] }> {
  try {
    return { read: await readModules(files, place), notices: [] };
  } catch (error) {
    const isCurable = error instanceof KitError && UNLOADABLE.has(error.code);
    const read = isCurable && !asIs ? await readApparent(files, place) : undefined;
    // The first error is what is thrown: places in text that was cut are not the person's.
    if (!read) throw error;
    return { read, notices: [partNotice(error as KitError)] };
  }
}

/** Undefined when no table is found without the rest, or what the tables need can't be run either. */
async function readApparent(files: string[], place: Place): Promise<ReadResult | undefined> {
  const part = await apparentGraph(files, place.root);
  if (!part) return undefined;
  try {
    const read = await readPart(part.graph, entriesIn(part.graph, files), place);
    return read.tables.length > 0 ? read : undefined;
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

const partNotice = ({ message }: KitError): Notice => ({
  subject: null,
  message: `As they stand its files can't be loaded, so only what the tables need was. ${message}`,
});

async function readModules(
  files: string[],
  { root, casing }: Place,
  texts?: ReadonlyMap<string, string>,
): Promise<ReadResult> {
  const bundle = await bundleModules(entryCode(files), root, texts);
  checkDrizzleVersion(bundle.externals);
  return runReader(bundle, casing);
}

/** Reads a part of the modules' code in their place. */
function readPart({ nodes }: ModuleGraph, entries: string[], place: Place): Promise<ReadResult> {
  const changed = [...nodes.values()].filter(({ edits }) => edits.length > 0);
  const sources = new Map(changed.map(({ path, source, edits }) => [path, edited(source, edits)]));
  return readModules(entries, place, sources);
}

const entriesIn = ({ nodes }: ModuleGraph, files: string[]) =>
  files.filter((file) => nodes.has(file));

/** Reads a part of the modules' code in their place, and compares what comes of it. */
function compareWith(whole: ReadResult, place: Place): ReadsAlike {
  const essence = ({ tables, entities, sql, opClasses }: ReadResult) =>
    JSON.stringify([tables, entities.map((one) => ({ ...one, exports: [] })), sql, opClasses]);
  return async (graph, entries) => {
    try {
      return essence(await readPart(graph, entries, place)) === essence(whole);
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
