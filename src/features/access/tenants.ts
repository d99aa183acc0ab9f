import { importsOf, member, quote } from '../../code.ts';
import { column, liveCondition } from '../../model/conditions.ts';
import { modelOf, type ServiceModel, type TableModel } from '../../model/service.ts';
import type { Tenancy } from '../../model/access/access.ts';
import { standingsOf } from '../../model/standing.ts';
import { keyCode } from '../auth/people-table.ts';

/** What the templates need of tenants and their members. */
export function tenantsModel(service: ServiceModel, tenancy: Tenancy) {
  const { memberships } = tenancy;
  const tenants = modelOf(service, tenancy.table) as TableModel;
  const members = modelOf(service, memberships.table) as TableModel;
  const live = liveCondition(members);
  const standings = standingsOf(members, 'member', members.reference.id).map(
    ({ condition }) => condition,
  );
  const counting = [...(live ? [live] : []), ...standings];
  const key = column(tenants, tenancy.key);
  const place = (name: string) => member(members.reference.id, name);
  const [user, tenant] = [place(memberships.userColumn), place(memberships.tenantColumn)];
  const { role } = memberships;
  const tenantKey = member(tenants.reference.id, tenancy.key);
  const tenantLive = liveCondition(tenants);
  const ofLive = tenantLive
    ? `inArray(${tenant}, builder.select({ key: ${tenantKey} }).from(${tenants.reference.id}).where(${tenantLive.text}))`
    : '';
  const conditions = [
    `eq(${user}, sql.placeholder('user'))`,
    `eq(${tenant}, sql.placeholder('tenant'))`,
    ...counting.map(({ text }) => text),
    // Nobody works for one that is deleted.
    ...(ofLive ? [ofLive] : []),
  ];
  const ofTenant = `eq(${tenant}, fromContext('tenant'))`;
  const own = [
    ...new Set([
      'and',
      'eq',
      'sql',
      ...(ofLive ? ['inArray', 'not'] : []),
      ...importsOf(...counting, tenantLive),
    ]),
  ].toSorted();
  const isAsked = counting.length > 0;
  const ofMembers = ['eq', 'inArray', ...(isAsked ? ['and', ...importsOf(...counting)] : [])];
  return {
    tenants: tenants.names,
    tenantsTable: tenants.reference.id,
    tableImports: [...new Set([tenants, members].map((t) => t.reference.import))].toSorted(),
    key: key.key,
    idText: keyCode(key, 'TenantId')?.text ?? 'z.string()',
    idAsText: ['uuid', 'text'].includes(key.kind) ? 'tenantId' : 'String(tenantId)',
    drizzleImports: own,
    memberDrizzleImports: [...new Set(ofMembers)].toSorted(),
    managersDeclaration: role
      ? `/** Members as one of these manage their tenant. */\nconst MANAGERS = new Set<unknown>([${role.managers.map(quote).join(', ')}]);\n`
      : '',
    selection: role ? `role: ${place(role.column)}` : 'found: sql`1`',
    // Nobody manages where members do not differ.
    isManager: role ? 'MANAGERS.has(found.role)' : 'false',
    members: members.reference.id,
    memberImport: members.reference.import,
    memberUser: user,
    memberWhere: isAsked
      ? `and(${[ofTenant, ...counting.map(({ text }) => text)].join(', ')})`
      : ofTenant,
    where: `and(${conditions.join(', ')})`,
    ...deletedModel(tenantKey, tenants),
  };
}

/** What keeps admins of the service, who reach all tenants, from one that is marked as deleted. */
function deletedModel(key: string, tenants: TableModel) {
  const live = liveCondition(tenants);
  const manages = '{ id, isManager: true }';
  return {
    marked: live ? [{ table: tenants.reference.id, key, condition: `not(${live.text})` }] : [],
    membershipImports: live ? 'isDeleted, membershipOf' : 'membershipOf',
    ofAdmin: live
      ? `if (isAdmin(caller)) return (await isDeleted({ db }, id)) ? null : ${manages};`
      : `if (isAdmin(caller)) return ${manages};`,
  };
}
