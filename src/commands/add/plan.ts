import { type Change, compare } from '../../apply/compare.ts';
import { readDisk } from '../../apply/paths.ts';
import {
  formatManifest,
  isSameContent,
  type Manifest,
  manifestFiles,
  manifestPath,
  sha256,
} from '../../manifest.ts';
import type { Routes } from '../../model/routes.ts';
import type { PlannedResource, ServicePlan } from '../../plan/service.ts';
import type { Notice, Schema, Table } from '../../schema/table.ts';
import type { RoutesChoice } from '../create/tables.ts';
import { type OpenService, schemaFolder, unservedTables } from './service.ts';

/** What an addition does to one file. */
export interface AddedFile extends Change {
  /** The file as the kit would have it without the addition; undefined for a new one. */
  before: string | undefined;
}

export interface Addition {
  /** Tables that become resources. */
  tables: Table[];
  /** Tables whose own files are in conflict: nothing of them is written, and nothing that would lead to them. */
  blocked: Table[];
  /** Files to write. */
  open: AddedFile[];
  /** Files that somebody edited or made, so that they stay as they are. */
  conflicts: AddedFile[];
  /** Files that are not written because they go with one in conflict. */
  held: AddedFile[];
  resources: PlannedResource[];
  notices: Notice[];
}

interface Wanted {
  /** The schema with all tables that are to be added. */
  schema: Schema;
  /** Those that are not served yet. */
  tables: Table[];
  /** The ids of those that do not get all routes. */
  routes: RoutesChoice;
  /** What has to be written for a table that the schema on the disk lacks. */
  schemaFiles: AddedFile[];
  /** `<table>=<path>`, as the person chose. */
  paths: string[];
}

/**
 * Plans what tables add to a service. Only what they touch is planned: files that this kit would write with them and
 * without them alike stay as they are, be they of another version of the kit.
 */
export async function planAddition(
  service: OpenService,
  { schema, tables, routes, paths, schemaFiles }: Wanted,
): Promise<Addition> {
  const plan = (added: Table[]) => planWith(service, schema, { added, routes, paths });
  const before = await plan([]);
  const after = await plan(tables);
  const folders = foldersOf(after.resources);
  const isOwnPath = (path: string, table: Table) =>
    isPathOf(path, folders.get(table.exportName ?? ''));
  const changes = changesBetween(before, after, service, { added: tables, isOwnPath });
  const blocked = tables.filter((table) =>
    changes.some(({ file, status }) => status === 'conflict' && isOwnPath(file.path, table)),
  );
  const fresh = schemaFiles.filter(({ status }) => status !== 'identical');
  if (blocked.length === 0) return additionOf(tables, [...fresh, ...changes], before, after);

  const own = changes.filter(({ file }) => blocked.some((table) => isOwnPath(file.path, table)));
  const passable = tables.filter((table) => !blocked.includes(table));
  const rest = await plan(passable);
  const others = changesBetween(before, rest, service, { added: passable, isOwnPath });
  const addition = additionOf(passable, others, before, rest);
  return {
    ...addition,
    blocked,
    conflicts: [...own.filter(({ status }) => status === 'conflict'), ...addition.conflicts],
    held: [...own.filter(({ status }) => status === 'create'), ...addition.held],
  };
}

/** The manifest after an addition: what it knew, the new resources, and the files that are written. */
export function manifestChange(
  { manifest, folder }: OpenService,
  { resources, open }: Addition,
): Change {
  const next: Manifest = { ...manifest, resources, files: manifestFiles(open, manifest) };
  return {
    file: { path: manifestPath, content: formatManifest(next), owner: 'derived' },
    status: 'update',
    disk: readDisk(folder, [manifestPath]).get(manifestPath),
  };
}

/** The whole service as it would be with the tables that it serves and some more. */
async function planWith(
  service: OpenService,
  schema: Schema,
  { added, routes, paths }: Pick<Wanted, 'routes' | 'paths'> & { added: Table[] },
): Promise<ServicePlan> {
  const { planService } = await import('../../plan/service.ts');
  const { manifest, pm } = service;
  const unserved = unservedTables({ ...service, schema });
  const resources = new Set(
    manifest.resources.flatMap(({ table, kind }) =>
      kind === 'resource' || kind === 'list-only' ? [table] : [],
    ),
  );
  const idsOf = (tables: Table[]) => tables.map(({ id }) => id);
  return planService({
    answers: {
      name: String(manifest.answers['name']),
      pm,
      skipTables: idsOf(unserved.filter((table) => !added.includes(table))),
      resources: idsOf(schema.tables.filter(({ exportName }) => resources.has(exportName ?? ''))),
      ...withServed(routes, service, schema),
      paths: [...paths, ...servedPaths(manifest, schema, paths)],
    },
    schema,
    kit: { ...manifest.kit, dependency: '' },
  });
}

/** The routes of what is added, and those that the service's own tables were given. */
function withServed(
  { appendOnly, readOnly }: RoutesChoice,
  { manifest }: OpenService,
  { tables }: Schema,
): RoutesChoice {
  const added = new Set([...appendOnly, ...readOnly]);
  const chosen = new Map(manifest.resources.map(({ table, routes }) => [table, routes]));
  const served = (kind: Routes) =>
    tables
      .filter(({ id, exportName }) => !added.has(id) && chosen.get(exportName ?? '') === kind)
      .map(({ id }) => id);
  return {
    appendOnly: [...appendOnly, ...served('append-only')],
    readOnly: [...readOnly, ...served('read-only')],
  };
}

function changesBetween(
  before: ServicePlan,
  after: ServicePlan,
  { manifest, folder }: OpenService,
  { added, isOwnPath }: { added: Table[]; isOwnPath: (path: string, table: Table) => boolean },
): AddedFile[] {
  const old = new Map(before.files.map(({ path, content }) => [path, content.toString()]));
  const plan = after.files.filter(
    ({ path, content }) => old.get(path) !== content && !path.startsWith(`${schemaFolder}/`),
  );
  const paths = plan.map(({ path }) => path);
  const disk = readDisk(folder, paths);
  const files = pristineFiles(manifest, old, disk).filter(
    // Of a resource that was removed by hand, everything is written anew.
    ({ path }) => disk.has(path) || !added.some((table) => isOwnPath(path, table)),
  );
  return compare({ plan, disk, manifest: { ...manifest, files } }).map((change) =>
    Object.assign(change, { before: old.get(change.file.path) }),
  );
}

/** What the kit last wrote: as the manifest says, or as it would write today without the addition. */
function pristineFiles(
  { files }: Manifest,
  before: ReadonlyMap<string, string>,
  disk: ReadonlyMap<string, Uint8Array>,
): Manifest['files'] {
  return files.map((file) => {
    const text = disk.get(file.path)?.toString();
    return text !== undefined && isSameContent(text, before.get(file.path) ?? '')
      ? { ...file, sha256: sha256(text) }
      : file;
  });
}

function additionOf(
  tables: Table[],
  changes: AddedFile[],
  before: ServicePlan,
  after: ServicePlan,
): Addition {
  const conflicts = changes.filter(({ status }) => status === 'conflict');
  const staying = changes.filter(({ status }) => status === 'conflict' || status === 'kept');
  const modules = new Set(staying.flatMap(({ file }) => moduleOf(file.path)));
  // The files of a module know each other: its tests ask for what its includes have.
  const isHeld = ({ file, status }: AddedFile) =>
    status === 'update' && moduleOf(file.path).some((module) => modules.has(module));
  const textOf = ({ subject, message }: Notice) => `${subject} ${message}`;
  const known = new Set(before.notices.map(textOf));
  return {
    tables,
    blocked: [],
    open: changes.filter((c) => c.status === 'create' || (c.status === 'update' && !isHeld(c))),
    conflicts,
    held: changes.filter(isHeld),
    resources: after.resources,
    notices: after.notices.filter((notice) => !known.has(textOf(notice))),
  };
}

/** `src/modules/orders` for its files; nothing for files of no module. */
function moduleOf(path: string): string[] {
  return /^src\/modules\/[^/]+(?=\/)/.exec(path)?.slice(0, 1) ?? [];
}

/** Where the service has its resources already: a new table of a like name changes nothing about that. */
function servedPaths({ resources }: Manifest, schema: Schema, chosen: string[]): string[] {
  const ids = new Map(schema.tables.map(({ exportName, id }) => [exportName, id]));
  const isChosen = (table: string) => chosen.some((choice) => choice.startsWith(`${table}=`));
  return [...foldersOf(resources)].flatMap(([table, folder]) =>
    ids.has(table) && !isChosen(table) ? [`${ids.get(table)}=${folder}`] : [],
  );
}

/** The folder of each resource's module, by its table's export. */
function foldersOf(resources: readonly PlannedResource[]): Map<string, string> {
  return new Map(
    resources.flatMap(({ table, path }) => (path ? [[table, path.replace(/^\/v1\//, '')]] : [])),
  );
}

function isPathOf(path: string, folder: string | undefined): boolean {
  return path.startsWith(`src/modules/${folder}/`) || path === `test/factories/${folder}.ts`;
}
