import type { ForeignKey } from '../../schema/table.ts';
import { modelOf, type ServiceModel, type TableModel } from '../service.ts';
import type { Who } from './access.ts';
import { actionsOf, joining, reachesAll } from './actions.ts';
import { policyImport } from './names.ts';
import { isOfTenant } from './users.ts';

/** A row that a body refers to, and that not everybody may reach. */
export interface GuardedReference {
  target: TableModel;
  foreignKey: ForeignKey;
  /** What the caller must be allowed to do with it; `teammates`: it is a user, who must be a member of the row's tenant. */
  action: ReturnType<typeof joining> | 'teammates';
}

/** The references of a table which a client chooses, to rows that are not everybody's. */
export function guardedReferences(table: TableModel, service: ServiceModel): GuardedReference[] {
  const rows = table.access?.rows;
  return table.table.foreignKeys.flatMap((foreignKey): GuardedReference[] => {
    const target = modelOf(service, foreignKey.targetTable);
    if (!target?.access || !isChosen(table, foreignKey) || isAside(table, foreignKey)) return [];
    if (service.tenancy && target.table.id === service.people) {
      // Whom a manager makes a member is none before.
      if (table.table.id === service.tenancy.memberships.table) return [];
      if (rows && isOfTenant(rows)) return [{ target, foreignKey, action: 'teammates' }];
    }
    const isParent =
      rows?.by === 'parent' &&
      foreignKey.columns.length === 1 &&
      foreignKey.columns[0] === rows.column;
    if (!isParent && isKeyAlone(table, foreignKey)) return [];
    // A row that becomes a part of another changes that one.
    const action = isParent ? joining(target) : 'read';
    if (reachesAll(target.access.who[action])) return [];
    return [{ target, foreignKey, action }];
  });
}

/** Whether `relations()` only tells where else a column leads, which a foreign key sends somewhere: there need be no row. */
function isAside({ table }: TableModel, { source, columns }: ForeignKey): boolean {
  const held = table.foreignKeys.filter((other) => other.source === 'constraint');
  return source === 'relation' && columns.every((key) => held.some((f) => f.columns.includes(key)));
}

/** Whether only `relations()` says that the key of a row is the key of another as well: there need be no such row. */
function isKeyAlone({ table }: TableModel, { source, columns }: ForeignKey): boolean {
  return source === 'relation' && columns.join() === table.primaryKey.join();
}

/** Who may refer to a row of the target, as far as their own reach goes. */
export function whoRefers({ target, action }: GuardedReference): Who {
  return action === 'teammates' ? 'member' : (target.access?.who[action] ?? 'admin');
}

/** Whether a client says what it refers to, and not the token alone. */
export function isChosen({ columns }: TableModel, foreignKey: ForeignKey): boolean {
  return foreignKey.columns.some((key) => columns.find((c) => c.key === key)?.inCreate);
}

/** The imports of the policies of what a body may refer to. */
export function referencePolicies(table: TableModel, service: ServiceModel): string[] {
  if (!actionsOf(table).includes('create')) return [];
  const others = guardedReferences(table, service)
    .filter(({ action }) => action !== 'teammates')
    .map(({ target }) => target);
  return [...new Set(others)]
    .filter((other) => other !== table)
    .map((other) => policyImport(other, table));
}
