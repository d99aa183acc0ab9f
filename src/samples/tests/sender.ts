import { member } from '../../code.ts';
import type { TableModel } from '../../model/service.ts';
import type { ForeignKey } from '../../schema/table.ts';
import type { ModuleTestModel } from './module.ts';

/** Which helper makes a body: whose a new row becomes, its request says. */
export function bodyOf(resource: TableModel): 'body' | 'body-tenant' | 'body-owner' {
  if (namesTenant(resource)) return 'body-tenant';
  return isSentBy(resource, senderColumn(resource)) ? 'body-owner' : 'body';
}

/** Where the values of a row say whose it is. */
export function membersOf(
  resource: TableModel,
): Pick<ModuleTestModel, 'tenantMember' | 'senderMember'> {
  return {
    tenantMember: namesTenant(resource) ? member('', tenantColumn(resource)) : '',
    senderMember: isSentBy(resource, senderColumn(resource))
      ? member('', senderColumn(resource))
      : '',
  };
}

function namesTenant(resource: TableModel): boolean {
  return resource.access?.locked.includes(tenantColumn(resource)) === true;
}

/** The column of a new row that the token fills in with who sends it: whose it is, or who made it. */
function senderColumn({ access, table }: TableModel): string {
  const rows = access?.rows;
  if (rows?.by === 'owner' && access?.locked.includes(rows.column)) return rows.column;
  const shared = new Set(table.foreignKeys.filter(isOfSeveral).flatMap(({ columns }) => columns));
  return access?.stamps.create.find((key) => shared.has(key)) ?? '';
}

/** Whether something is unique for each of them, or a row refers to others of the same. */
function isSentBy({ table }: TableModel, sender: string): boolean {
  const unique = table.indexes.filter((index) => index.unique);
  const keys = [...table.uniqueKeys, ...unique, ...table.foreignKeys.filter(isOfSeveral)];
  return [table.primaryKey, ...keys.map(({ columns }) => columns)].some((key) =>
    key.includes(sender),
  );
}

const isOfSeveral = ({ columns }: ForeignKey) => columns.length > 1;

function tenantColumn({ access }: TableModel): string {
  return access?.rows.by === 'tenant' ? access.rows.column : '';
}
