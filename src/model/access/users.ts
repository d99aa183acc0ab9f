import type { ServiceModel, TableModel } from '../service.ts';
import type { Belonging } from './access.ts';

/** Whether rows belong to a tenant, by themselves or through their parent. */
export function isOfTenant(rows: Belonging): boolean {
  return rows.by === 'tenant' || (rows.by === 'parent' && rows.of === 'tenant');
}

/** What each person has one of in any case, and not because a test makes it: their own row, and the tenant that they are in. */
export function givenWith(
  { table, access }: TableModel,
  { people, tenancy }: Pick<ServiceModel, 'people' | 'tenancy'>,
): { key: string; property: 'userId' | 'tenantId' } | null {
  const { by } = access?.rows ?? { by: 'nobody' };
  const [key = ''] = table.primaryKey;
  if (by === 'owner' && table.id === people) return { key, property: 'userId' };
  if (by === 'tenant' && table.id === tenancy?.table) {
    return { key: tenancy.key, property: 'tenantId' };
  }
  return null;
}

/** Whether nobody is a member of two tenants: memberships hold each person once. */
export function isInOneTenant({
  tables,
  tenancy,
}: Pick<ServiceModel, 'tables' | 'tenancy'>): boolean {
  const memberships = tables.find(({ table }) => table.id === tenancy?.memberships.table)?.table;
  const keys = [
    memberships?.primaryKey ?? [],
    ...(memberships?.uniqueKeys.map(({ columns }) => columns) ?? []),
  ];
  return keys.some((key) => key.join() === tenancy?.memberships.userColumn);
}
