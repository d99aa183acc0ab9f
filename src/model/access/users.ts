import type { ServiceModel, TableModel } from '../service.ts';

/** Whether the rows of a table are people themselves: each is its own owner, and refers to nobody by its key. */
export function isUsersTable({ access, table }: TableModel): boolean {
  const rows = access?.rows;
  return (
    rows?.by === 'owner' &&
    table.primaryKey.length === 1 &&
    table.primaryKey[0] === rows.column &&
    !table.foreignKeys.some(({ columns }) => columns.includes(rows.column))
  );
}

/** Whether the rows of a table are tenants themselves. */
export function isTenantsTable(
  { access, table }: TableModel,
  { tenancy }: Pick<ServiceModel, 'tenancy'>,
): boolean {
  return access?.rows.by === 'tenant' && tenancy?.table === table.id;
}

/** Whether a row belongs to a tenant, by itself or through its parent. */
export function isOfTenant({ access }: TableModel): boolean {
  const rows = access?.rows;
  return rows?.by === 'tenant' || (rows?.by === 'parent' && rows.of === 'tenant');
}

/** What each person has one of in any case, and not because a test makes it: their own row, and the tenant that they are in. */
export function givenWith(
  table: TableModel,
  service: Pick<ServiceModel, 'tenancy'>,
): { key: string; property: 'userId' | 'tenantId' } | null {
  const [key = ''] = table.table.primaryKey;
  if (isUsersTable(table)) return { key, property: 'userId' };
  const tenants = isTenantsTable(table, service) && service.tenancy;
  return tenants ? { key: tenants.key, property: 'tenantId' } : null;
}
