import { propertyName } from '../../code.ts';
import type { TableModel } from '../service.ts';

/** A column of a new row that the token decides. */
export interface Given {
  key: string;
  from: 'ownerOf' | 'tenantOf';
}

/** The columns of a new row that the token decides. */
export function givenBy({ access, columns }: TableModel): Given[] {
  const makers = (access?.makers ?? []).map((key): Given => ({ key, from: 'ownerOf' }));
  return [...belongingOf({ access, columns }), ...makers];
}

function belongingOf({ access, columns }: Pick<TableModel, 'access' | 'columns'>): Given[] {
  const rows = access?.rows;
  if (rows?.by !== 'owner' && rows?.by !== 'tenant') return [];
  // What no client sets, the token does; the key of users and of tenants themselves is neither's.
  const isFromToken =
    access?.locked.includes(rows.column) &&
    columns.some(({ key, generatedAlways }) => key === rows.column && !generatedAlways);
  return isFromToken
    ? [{ key: rows.column, from: rows.by === 'owner' ? 'ownerOf' : 'tenantOf' }]
    : [];
}

/** `customerId: ownerOf(context)` */
export function fromTokenCode({ key, from }: Given): string {
  return `${propertyName(key)}: ${from}(context)`;
}
