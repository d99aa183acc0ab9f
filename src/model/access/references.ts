import { code, type Code, member, plainCode, propertyName } from '../../code.ts';
import type { ForeignKey } from '../../schema/table.ts';
import { liveCondition } from '../conditions.ts';
import { modelOf, type ServiceModel, type TableModel } from '../service.ts';
import { actionsOf, joining, reachesAll } from './actions.ts';
import { policyImport, policyName } from './names.ts';

/** A row that a body refers to, and that not everybody may reach. */
export interface GuardedReference {
  target: TableModel;
  foreignKey: ForeignKey;
  /** What the caller must be allowed to do with it. */
  action: 'read' | 'update';
}

/** The references of a table which a client chooses, to rows that are not everybody's. */
export function guardedReferences(table: TableModel, service: ServiceModel): GuardedReference[] {
  const rows = table.access?.rows;
  return table.table.foreignKeys.flatMap((foreignKey) => {
    const target = modelOf(service, foreignKey.targetTable);
    if (!target?.access || !isChosen(table, foreignKey)) return [];
    const isParent =
      rows?.by === 'parent' &&
      foreignKey.columns.length === 1 &&
      foreignKey.columns[0] === rows.column;
    // A row that becomes a part of another changes that one.
    const action = isParent ? joining(target) : 'read';
    if (reachesAll(target.access.who[action])) return [];
    return [{ target, foreignKey, action }];
  });
}

/** Whether a client says what it refers to, and not the token alone. */
function isChosen({ columns }: TableModel, foreignKey: ForeignKey): boolean {
  return foreignKey.columns.some((key) => columns.find((c) => c.key === key)?.inCreate);
}

/** `reference(orderPolicy.update, { orderId: orders.id })`; what it imports is from drizzle-orm. */
export function referenceCode({ target, foreignKey, action }: GuardedReference): Code {
  const { columns, targetColumns } = foreignKey;
  const pairs = columns.map(
    (key, i) => `${propertyName(key)}: ${member(target.reference.id, targetColumns[i] ?? '')}`,
  );
  const live = liveCondition(target);
  const parts = [`${policyName(target)}.${action}`, `{ ${pairs.join(', ')} }`];
  const args = plainCode(parts.join(', '));
  return live ? code`reference(${args}, ${live})` : code`reference(${args})`;
}

/** The imports of the policies of what a body may refer to. */
export function referencePolicies(table: TableModel, service: ServiceModel): string[] {
  if (!actionsOf(table).includes('create')) return [];
  const others = guardedReferences(table, service).map(({ target }) => target);
  return [...new Set(others)]
    .filter((other) => other !== table)
    .map((other) => policyImport(other, table));
}
