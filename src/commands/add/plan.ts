import type { Change } from '../../apply/compare.ts';
import { readDisk } from '../../apply/paths.ts';
import { formatManifest, type Manifest, manifestFiles, manifestPath } from '../../manifest.ts';
import type { PlannedResource } from '../../plan/service.ts';
import type { Notice, Schema, Table } from '../../schema/table.ts';
import type { RoutesChoice } from '../../ask/tables.ts';
import { type AddedFile, changesBetween, isPathOf, type Plans } from './changes.ts';
import { assertLeftNothing, findGone, goneNotices } from './gone.ts';
import { type HeldFile, settle } from './settle.ts';
import { exportsOf, planServing } from './recipe.ts';
import type { OpenService } from './service.ts';

export interface Addition {
  /** Tables that become resources. */
  tables: Table[];
  /** Tables whose own files are in conflict: nothing of them is written, and nothing that would lead to them. */
  blocked: Table[];
  /** Files to write or to remove. */
  open: AddedFile[];
  /** Files that somebody edited or made, so that they stay as they are. */
  conflicts: AddedFile[];
  /** Files that are not written because they go with one that stays. */
  held: HeldFile[];
  /** Why nothing at all can be written, as sentences. */
  stopped: string[];
  /** Paths that the manifest speaks of and that are neither there nor wanted any more. */
  forgotten: string[];
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
 * Plans what tables add to a service, and what has to follow from what a person took out of it. Only what that touches is
 * planned. What is written leaves a service that type-checks and passes its tests; where that can't be, nothing is.
 * @throws KitError MODULE_RENAMED, MODULE_NOT_EMPTY, and those of the plan
 */
export async function planAddition(
  service: OpenService,
  { schema, tables, routes, paths, schemaFiles }: Wanted,
): Promise<Addition> {
  const gone = findGone(service, schema);
  const known = service.manifest.resources.filter(({ kind }) => kind !== 'skipped');
  const lost = new Set(gone.modules.map(({ table }) => table));
  const serve = (added: Set<string>, isServed: (table: string) => boolean) => {
    const served = known.map(({ table }) => table).filter(isServed);
    const all = new Set([...served, ...added]);
    return planServing(service, schema, { served: all, added, routes, paths });
  };
  const wanted = exportsOf(tables);
  const before = await serve(new Set(), (table) => !wanted.has(table));
  const plansWith = async (added: Table[]): Promise<Plans> => {
    const names = exportsOf(added);
    const after = await serve(names, (table) => !lost.has(table) && !wanted.has(table));
    return { before, after, added, gone };
  };

  const plans = await plansWith(tables);
  const changes = changesBetween(service, plans);
  const isOwnPath = (path: string, table: Table) => isPathOf(path, table, plans.after.resources);
  assertLeftNothing(service, gone, { changes, again: wanted });
  const blocked = tables.filter((table) =>
    changes.some(({ file, status }) => status === 'conflict' && isOwnPath(file.path, table)),
  );
  const fresh = schemaFiles.filter(({ status }) => status !== 'identical');
  const notices = goneNotices(gone, wanted);
  if (blocked.length === 0) return settle(service, plans, { changes, fresh, notices });

  const own = changes.filter(({ file }) => blocked.some((table) => isOwnPath(file.path, table)));
  const rest = await plansWith(tables.filter((table) => !blocked.includes(table)));
  const others = changesBetween(service, rest);
  const addition = settle(service, rest, { changes: others, fresh: [], notices });
  return {
    ...addition,
    blocked,
    conflicts: [...own.filter(({ status }) => status === 'conflict'), ...addition.conflicts],
  };
}

/** The manifest after an addition: what it knew, the resources as they are then, and the files that are written. */
export function manifestChange(
  { manifest, folder }: OpenService,
  { resources, open, forgotten }: Addition,
): Change {
  const files = manifestFiles(open, manifest).filter(({ path }) => !forgotten.includes(path));
  const next: Manifest = { ...manifest, resources, files };
  return {
    file: { path: manifestPath, content: formatManifest(next), owner: 'derived' },
    status: 'update',
    disk: readDisk(folder, [manifestPath]).get(manifestPath),
  };
}
