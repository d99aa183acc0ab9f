import type { ColumnModel } from '../../columns.ts';
import type { TableModel } from '../../service.ts';
import type { Stamps, Who } from '../access.ts';
import { isOfTenant } from '../users.ts';
import type { Decision } from './decision.ts';
import { ownReferences, personIn, type People } from './owner.ts';

/**
 * Who made a row of a tenant's, and can't be somebody else. A reporter or a requester can: members enter for others what they were told.
 */
const MADE_BY =
  /^(author|creator|poster|uploader|sender|inviter|(created|authored|written|posted|uploaded|added|sent|invited) by)$/;

/** Who changed a row last. Not `changed by` alone: in a table of what has changed, it is who did. */
const CHANGED_BY =
  /^((last )?(updated|modified|edited) by|last changed by|(last )?(updater|modifier))$/;

/** Who marked a row as deleted. Who archived or removed it goes with a column that a client sets. */
const DELETED_BY = /^(deleter|deleted by)$/;

/** Which columns each write of a table's rows fills in with who calls, as far as they say that by themselves. */
export function stampsOf(
  model: TableModel,
  { rows }: Decision,
  { people, create }: { people: People | undefined; create: Who },
): Stamps {
  const stamped = people ? stampable(model, people) : [];
  const called = (pattern: RegExp) =>
    stamped.filter(
      (column) =>
        pattern.test(personIn(column)) && !(rows.by === 'owner' && rows.column === column.key),
    );
  // What only admins make, they may make in the name of others.
  const made = isOfTenant(rows) && create !== 'admin' ? called(MADE_BY) : [];
  const changed = keysOf(called(CHANGED_BY));
  const deleted = called(DELETED_BY).filter(({ notNull }) => !notNull);
  return {
    create: [...keysOf(made), ...changed],
    update: changed,
    delete: model.softDelete ? [...changed, ...keysOf(deleted)] : [],
  };
}

/** The columns that hold the id of somebody and that a client would set, but for those that hold more rows together. */
function stampable({ table, columns, role }: TableModel, people: People): ColumnModel[] {
  if (role === 'link') return [];
  const shared = new Set([
    ...table.primaryKey,
    ...table.foreignKeys.filter(({ columns: all }) => all.length > 1).flatMap((key) => key.columns),
  ]);
  const references = new Set(ownReferences(table, people).map(({ column }) => column.key));
  return columns.filter(({ key, inCreate }) => inCreate && references.has(key) && !shared.has(key));
}

const keysOf = (columns: readonly ColumnModel[]) => columns.map(({ key }) => key);
