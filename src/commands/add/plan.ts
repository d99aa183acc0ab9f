import type { PlannedResource } from '../../plan/service.ts';
import type { Schema, Table } from '../../schema/table.ts';
import type { RoutesChoice } from '../../ask/tables.ts';
import { type ChangedFile, changesBetween, isPathOf, type Plans } from '../../service/evolve.ts';
import { assertLeftNothing, findGone, goneNotices } from '../../service/gone.ts';
import { settle, type Settled } from '../../service/settle.ts';
import type { AccessLine } from '../../model/access/summary.ts';
import { exportsOf, planServing } from '../../service/serving.ts';
import type { OpenService } from '../../service/open.ts';

export interface Addition extends Settled {
  /** Tables that become resources. */
  tables: Table[];
  /** Tables whose own files are in conflict: nothing of them is written, and nothing that would lead to them. */
  blocked: Table[];
  /** Who may do what with the rows of those that become resources. */
  access: AccessLine[];
  /** All that the service has then. */
  resources: PlannedResource[];
}

interface Wanted {
  /** The schema with all tables that are to be added. */
  schema: Schema;
  /** Those that are not served yet. */
  tables: Table[];
  /** The ids of those that do not get all routes. */
  routes: RoutesChoice;
  /** What has to be written for a table that the schema on the disk lacks. */
  schemaFiles: ChangedFile[];
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
  const known = service.resources.filter(({ kind }) => kind !== 'skipped');
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
    return { before, after, lost: gone.tables };
  };

  const plans = await plansWith(tables);
  const changes = changesBetween(service, plans);
  const isOwnPath = (path: string, { exportName }: Table) =>
    plans.after.resources.some(
      (resource) => resource.table === exportName && isPathOf(path, resource),
    );
  assertLeftNothing(service, gone, { changes, again: wanted });
  const blocked = tables.filter((table) =>
    changes.some(({ file, status }) => status === 'conflict' && isOwnPath(file.path, table)),
  );
  const fresh = schemaFiles.filter(({ status }) => status !== 'identical');
  const notices = goneNotices(gone, wanted);
  if (blocked.length === 0) {
    return additionOf(tables, plans, settle(service, plans, { changes, fresh, gone, notices }));
  }

  const own = changes.filter(({ file }) => blocked.some((table) => isOwnPath(file.path, table)));
  const open = tables.filter((table) => !blocked.includes(table));
  const rest = await plansWith(open);
  const others = changesBetween(service, rest);
  const settled = settle(service, rest, { changes: others, fresh: [], gone, notices });
  const addition = additionOf(open, rest, settled);
  return {
    ...addition,
    blocked,
    conflicts: [...own.filter(({ status }) => status === 'conflict'), ...addition.conflicts],
  };
}

function additionOf(added: Table[], { after }: Plans, settled: Settled): Addition {
  const tables = settled.stopped.length === 0 ? added : [];
  const names = new Set(tables.map(({ name }) => name));
  const access = after.access.filter(({ table }) => names.has(table));
  return { ...settled, tables, blocked: [], access, resources: after.resources };
}
