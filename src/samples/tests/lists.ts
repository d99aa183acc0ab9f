import { type Code, code, joined, member } from '../../code.ts';
import { liveCondition } from '../../model/conditions.ts';
import { scopeOf } from '../../model/listing.ts';
import type { TableModel } from '../../model/service.ts';

/**
 * What each list of a table asks for beside its filters, as far as an index may depend on it: `, { scope: projects.teamId }`; ''
 * where none does.
 */
export function alwaysAsked(resource: TableModel): Code {
  const live = resource.table.indexes.some(({ partial }) => partial)
    ? liveCondition(resource)
    : null;
  const [scope] = scopeOf(resource);
  const parts = [
    ...(live ? [code`live: ${live}`] : []),
    ...(scope === undefined ? [] : [code`scope: ${member(resource.reference.id, scope)}`]),
  ];
  return parts.length > 0 ? code`, { ${joined(parts, ', ')} }` : code``;
}
