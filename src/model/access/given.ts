import { propertyName } from '../../code.ts';
import type { TableModel } from '../service.ts';
import type { Stamps } from './access.ts';

/** A column that the token decides. */
export interface Given {
  key: string;
  from: 'userOf' | 'tenantOf';
}

/** The columns of a new row that the token decides. */
export function givenBy({ access, columns }: TableModel): Given[] {
  return [...belongingOf({ access, columns }), ...stampsOn('create', { access })];
}

/** Those in which a write says who calls. */
export function stampsOn(write: keyof Stamps, { access }: Pick<TableModel, 'access'>): Given[] {
  return (access?.stamps[write] ?? []).map((key) => ({ key, from: 'userOf' }));
}

function belongingOf({ access, columns }: Pick<TableModel, 'access' | 'columns'>): Given[] {
  const rows = access?.rows;
  if (rows?.by !== 'owner' && rows?.by !== 'tenant') return [];
  // What no client sets, the token does; the key of users and of tenants themselves is neither's.
  const isFromToken =
    access?.locked.includes(rows.column) &&
    columns.some(({ key, generatedAlways }) => key === rows.column && !generatedAlways);
  return isFromToken
    ? [{ key: rows.column, from: rows.by === 'owner' ? 'userOf' : 'tenantOf' }]
    : [];
}

/** `customerId: userOf(context)` */
export function fromTokenCode({ key, from }: Given): string {
  return `${propertyName(key)}: ${from}(context)`;
}
