import { KitError } from '../errors.ts';
import type { ModuleGraph } from './bring/graph.ts';
import type { ReadsAlike } from './bring/needed.ts';
import { edited } from './bring/rewrite.ts';
import { type Bundle, bundleModules } from './bundle.ts';
import { checkDrizzleVersion } from './drizzle-version.ts';
import { modulesBehind } from './held.ts';
import type { Reader } from './reader.ts';
import type { ReadResult } from './read-result.ts';
import { runReader } from './run-reader.ts';
import type { Notice, Schema } from './table.ts';

/** Where and how a schema is read: the project's folder, and how unnamed columns are named. */
export interface Place {
  root: string;
  casing: Schema['casing'];
  /** A process for each reading. */
  reader: () => Reader;
  /** What to get on with while it is read, by a process of its own. */
  meanwhile?: () => void;
}

/** What modules say, and the one program that they were made into to say it. */
interface Ran {
  read: ReadResult;
  code: string;
}

/** The files that export the schema, what is in them, and how it was read. */
export interface Reading extends Ran {
  files: string[];
  notices: Notice[];
}

/**
 * Reads modules, and beside them those behind an object that holds tables which nobody exports by themselves: some have
 * nothing but `export const schema = { ...users, ...posts }`.
 *
 * @throws KitError where they can't be bundled or run (`SCHEMA_*`)
 */
export async function readWithHeld(named: string[], place: Place, asIs: boolean): Promise<Reading> {
  const files = new Set(named);
  let reading = await readFiles(named, place, asIs);
  // What is behind an object may be objects again.
  for (;;) {
    const behind = await modulesBehind(reading.read.held, place.root);
    if (behind.every((path) => files.has(path))) break;
    for (const path of behind) files.add(path);
    reading = await readFiles([...files], place, asIs);
  }
  const places = reading.read.entities.flatMap(({ exports }) => exports.map(({ file }) => file));
  const exporting = new Set([...named, ...places]);
  const all = new Set([...files, ...places]);
  return { ...reading, files: [...all].filter((path) => exporting.has(path)) };
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
): Promise<Omit<Reading, 'files'>> {
  try {
    return { ...(await ran(await bundled(files, place), place)), notices: [] };
  } catch (error) {
    const isCurable = error instanceof KitError && UNLOADABLE.has(error.code);
    const apparent = isCurable && !asIs ? await readApparent(files, place) : undefined;
    // The first error is what is thrown: places in text that was cut are not the person's.
    if (!apparent) throw error;
    return { ...apparent, notices: [partNotice(error as KitError)] };
  }
}

/** Undefined when no table is found without the rest, or what the tables need can't be run either. */
async function readApparent(files: string[], place: Place): Promise<Ran | undefined> {
  const { apparentGraph } = await import('./bring/needed.ts');
  const part = await apparentGraph(files, place.root);
  if (!part) return undefined;
  try {
    const apparent = await ran(
      await bundledPart(part.graph, entriesIn(part.graph, part.entries), place),
      place,
    );
    return apparent.read.tables.length > 0 ? apparent : undefined;
  } catch (error) {
    if (error instanceof KitError) return undefined;
    throw error;
  }
}

const partNotice = ({ message }: KitError): Notice => ({
  subject: null,
  message: `As they stand its files can't be loaded, so only what the tables need was. ${message}`,
});

/**
 * Reads modules as they are on the disk.
 *
 * @param texts other text for some of them, by absolute path
 * @throws KitError where they can't be bundled or run (`SCHEMA_*`)
 */
export async function readModules(
  files: string[],
  place: Place,
  texts?: ReadonlyMap<string, string>,
): Promise<ReadResult> {
  return (await ran(await bundled(files, place, texts), place)).read;
}

async function bundled(
  files: string[],
  { root }: Place,
  texts?: ReadonlyMap<string, string>,
): Promise<Bundle> {
  const bundle = await bundleModules(entryCode(files), root, texts);
  checkDrizzleVersion(bundle.externals);
  return bundle;
}

/** A part of the modules' code, in their place. */
function bundledPart({ nodes }: ModuleGraph, entries: string[], place: Place): Promise<Bundle> {
  const changed = [...nodes.values()].filter(
    ({ edits, isRewritten }) => isRewritten || edits.length > 0,
  );
  const sources = new Map(changed.map(({ path, source, edits }) => [path, edited(source, edits)]));
  return bundled(entries, place, sources);
}

async function ran(bundle: Bundle, { casing, reader, meanwhile }: Place): Promise<Ran> {
  return { read: await runReader(bundle, casing, reader(), meanwhile), code: bundle.code };
}

const entriesIn = ({ nodes }: ModuleGraph, files: string[]) =>
  files.filter((file) => nodes.has(file));

/**
 * Reads a part of the modules' code in their place, and compares what comes of it. Where nothing was cut but what is not run
 * anyway, as types are, both are one program, which need not run again.
 */
export function compareWith({ read: whole, code }: Ran, place: Place): ReadsAlike {
  const inOrder = (list: readonly unknown[]) =>
    list.map((one) => JSON.stringify(one)).toSorted((one, other) => (one < other ? -1 : 1));
  // Modules list their exports by the alphabet, and what CommonJS exports as it was written.
  const essence = ({ tables, entities, sql, opClasses }: ReadResult) =>
    JSON.stringify(
      [tables, entities.map((one) => ({ ...one, exports: [] })), sql, opClasses].map(inOrder),
    );
  return async (graph, entries) => {
    try {
      const part = await bundledPart(graph, entries, place);
      if (part.code === code) return true;
      return essence((await ran(part, place)).read) === essence(whole);
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
