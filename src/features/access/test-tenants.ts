import { member, propertyName, quote } from '../../code.ts';
import type { Tenancy } from '../../model/access/access.ts';
import { column, deletedValues } from '../../model/conditions.ts';
import { type Standing, standingsOf } from '../../model/standing.ts';
import { modelOf, type ServiceModel, type TableModel } from '../../model/service.ts';

/** What the template of `test/access/tenants.ts` needs: how tests make tenants and their members. */
export function testTenantsModel(service: ServiceModel, tenancy: Tenancy) {
  const { memberships } = tenancy;
  const tenants = modelOf(service, tenancy.table) as TableModel;
  const members = modelOf(service, memberships.table) as TableModel;
  const { role } = memberships;
  const roles = role && {
    property: propertyName(role.column),
    manager: role.managers[0] ?? '',
    plain: plainRole(members, role),
  };
  const standings = standingsOf(members, 'member', members.reference.id);
  const values = [
    `${propertyName(memberships.userColumn)}: userId`,
    `${propertyName(memberships.tenantColumn)}: tenantId`,
    ...(roles
      ? [`${roles.property}: isManager ? ${quote(roles.manager)} : ${quote(roles.plain)}`]
      : []),
    ...standings.map(({ column: { property }, counts }) => `${property}: ${counts}`),
  ];
  const factories = [...new Set([tenants, members])].map(
    ({ names }) => `import { create${names.pascal} } from '../factories/${names.kebab}';`,
  );
  return {
    importLines: [
      `import type { TenantId } from '../../src/access/tenants';`,
      `import type { UserId } from '../../src/auth/users';`,
      `import type { Database } from '../../src/db/client';`,
      ...factories.toSorted(),
    ].join('\n'),
    tenant: member(`(await create${tenants.names.pascal}(db))`, tenancy.key),
    members: members.names,
    managerParameter: roles ? ', isManager' : '',
    values: values.join(', '),
    isManager: String(roles !== null),
    ...endsModel({ tenants, members, tenancy }, standings),
  };
}

interface Tables {
  tenants: TableModel;
  members: TableModel;
  tenancy: Tenancy;
}

/** In what ways somebody is no member any more. */
function endsModel(
  { tenants, members, tenancy: { key: tenantKey, memberships } }: Tables,
  standings: readonly Standing[],
) {
  return {
    memberUser: member(members.reference.id, memberships.userColumn),
    memberTenant: member(members.reference.id, memberships.tenantColumn),
    marked: tenants.softDelete
      ? [
          {
            table: tenants.reference.id,
            values: deletedValues(tenants),
            key: member(tenants.reference.id, tenantKey),
          },
        ]
      : [],
    memberImports: [
      ...new Set([
        members.reference.import,
        ...(tenants.softDelete ? [tenants.reference.import] : []),
      ]),
    ].toSorted(),
    membersTable: members.reference.id,
    keptOut: standings.map(({ column: { key, property }, out }) => ({
      title: quote(`who is out by ${key} is no member`),
      values: `${property}: ${out}`,
    })),
    tenantImports:
      tenants.softDelete || standings.length > 0 ? 'membershipOf, textOfTenant' : 'textOfTenant',
    removal: members.softDelete
      ? `update(${members.reference.id}).set({ ${deletedValues(members)} })`
      : `delete(${members.reference.id})`,
  };
}

/** What a member is who does not manage. */
function plainRole(
  members: TableModel,
  {
    column: key,
    managers,
  }: Required<Pick<NonNullable<Tenancy['memberships']['role']>, 'column' | 'managers'>>,
): string {
  const values = column(members, key).enumValues ?? [];
  return values.find((value) => !managers.includes(value)) ?? 'member';
}
