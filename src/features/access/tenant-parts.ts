import type { Part } from '../feature.ts';

/** What a service that has tenants has beside what `parts` add. */
export const tenantParts: readonly Part[] = [
  {
    path: 'src/access/policy.test.ts',
    at: 'end',
    text: `
test('rows of a tenant are reached by its members alone, and those who manage it may do more [ASVS 8.4.1]', async () => {
  const ofNotes = policy(ofTenant(notes.tenantId), { read: 'member', update: 'manager' });
  const inTenant = (name: unknown, isManager = false) =>
    callerContext(t.db, ann, { id: name as TenantId, isManager });
  expect(await notesIn(ofNotes.read)(inTenant('a'))).toEqual([1, 2]);
  expect(await notesIn(ofNotes.read)(inTenant('b'))).toEqual([3]);
  expect(await notesIn(ofNotes.update)(inTenant('a', true))).toEqual([1, 2]);
  await expect(notesIn(ofNotes.read)(as(ann))).rejects.toMatchObject({ status: 403 });
  await expect(notesIn(ofNotes.update)(inTenant('a'))).rejects.toMatchObject({ status: 403 });
});
`,
  },
  {
    path: 'src/access/policy.test.ts',
    at: { after: 'import { type Access, nobodys, ' },
    text: 'ofTenant, ',
  },
  {
    path: 'src/access/policy.test.ts',
    at: 'imports',
    text: "import type { TenantId } from './tenants';",
  },
  {
    path: 'scripts/asvs/requirements.ts',
    at: { after: "'Who may do what is decided by the service.',\n" },
    text: "  '8.4.1': 'What is done in one tenant reaches no other.',\n",
  },
  {
    path: 'docs/security.md',
    at: {
      after:
        '| 8.3.1 | Who may do what is decided by the service. | `test/auth/closed.test.ts`: every route that is not public is closed to whoever is not signed in |\n',
    },
    text: '| 8.4.1 | What is done in one tenant reaches no other. | `src/access/policy.test.ts`: rows of a tenant are reached by its members alone, and those who manage it may do more |\n',
  },
  {
    path: 'src/http/openapi-headers.ts',
    at: 'imports',
    text: "import { TENANT_HEADER } from '../access/memberships';",
  },
  {
    path: 'src/http/openapi-headers.ts',
    at: { after: '  const { guards } = contractOf(route);\n  return {' },
    text: `
    ...(['member', 'manager'].includes(route.config?.access?.who ?? '') && {
      [TENANT_HEADER]: header('The tenant that it is about; admins of the service may leave it out'),
    }),`,
  },
  {
    path: 'src/access/contract.ts',
    at: { after: "owner: 'checks the owner',\n" },
    text: "member: 'checks the tenant',\nmanager: 'asks for a manager of the tenant',\n",
  },
  {
    path: 'docs/access.md',
    at: { after: '| `owner` | everybody who is signed in | their own |\n' },
    text: `| \`member\` | members of the tenant that the request names | those of the tenant |
| \`manager\` | those of them who manage it | those of the tenant |
`,
  },
  {
    path: 'docs/access.md',
    at: { after: 'the column holds the id of a user |\n' },
    text: '| `ofTenant(projects.teamId)` | the column holds the id of a tenant |\n',
  },
  {
    path: 'docs/access.md',
    at: { after: 'nor the address, which sign-in keeps.\n' },
    text: `
## Tenants

A request names the tenant that it is about in the header \`Tenant-Id\`. Membership is looked up for each request, in the database
every second and a half and in memory in between: whoever is removed, or gets another role, is so for every process within two
seconds. A role counts in the tenant where it is held: who manages one is a plain member of another. Without the header, or with a
tenant of others, what needs a member is a 403.

A new row becomes a part of the tenant that the request names, and refers only to its members and its rows. Admins of the service reach
the rows of all tenants; for a new row they name one, too, that is not marked as deleted. Which table holds members, and as what
they manage, stands in \`src/access/tenants.ts\`. A new tenant, and its first manager, are made by an admin of the service.
`,
  },
  {
    path: 'src/access/context.ts',
    at: 'imports',
    text: "import type { Tenant } from './memberships';",
  },
  {
    path: 'src/access/context.ts',
    at: 'imports',
    text: "import type { TenantId } from './tenants';",
  },
  {
    path: 'src/access/context.ts',
    at: 'imports',
    text: "import { badRequest } from '../http/problem';",
  },
  {
    path: 'src/access/context.ts',
    at: { interface: 'CallerContext' },
    text: `/** The tenant that the request names; null where it is none of the caller's. */
  tenant: Tenant | null;`,
  },
  {
    path: 'src/access/context.ts',
    at: { after: "callerContext(db: Context['db'], caller: Caller | null" },
    text: ', tenant: Tenant | null = null',
  },
  {
    path: 'src/access/context.ts',
    at: { after: "values['owner'] = caller.userId;" },
    text: "\n  if (tenant) values['tenant'] = tenant.id;",
  },
  { path: 'src/access/context.ts', at: { after: 'return { db, caller' }, text: ', tenant' },
  {
    path: 'src/access/context.ts',
    at: 'end',
    text: `
/**
 * The tenant that a new row becomes a part of: the one that the request names, whatever the body says.
 *
 * @throws {Problem} 400 when it names none
 */
export function tenantOf({ tenant }: CallerContext): TenantId {
  if (!tenant) throw badRequest('Name the tenant in the header Tenant-Id.');
  return tenant.id;
}
`,
  },
  { path: 'src/http/context.ts', at: { after: 'const { server, caller' }, text: ', tenant' },
  {
    path: 'src/http/context.ts',
    at: { after: 'callerContext(server.db, caller' },
    text: ', tenant',
  },
  {
    path: 'src/access/index.ts',
    at: 'imports',
    text: "import { tenantReader } from './memberships';",
  },
  {
    path: 'src/access/index.ts',
    at: { after: 'registerAccess(app: App): void {' },
    text: `
  const tenantOf = tenantReader(app.db);
  app.decorateRequest('tenant', null);`,
  },
  {
    path: 'src/access/index.ts',
    at: { after: 'if (!access) return;' },
    text: '\n    request.tenant = await tenantOf(request);',
  },
  {
    path: 'src/access/refusals.ts',
    at: { after: "'Your role does not allow it" },
    text: ', or the request names no tenant of yours in the header Tenant-Id',
  },
  {
    path: 'src/access/policy.ts',
    at: { after: ' * - `owner`: everybody who is signed in, with their own rows\n' },
    text: ` * - \`member\`: the members of the tenant that the request names, with its rows
 * - \`manager\`: those of them who manage it, with its rows
`,
  },
  {
    path: 'src/access/policy.ts',
    at: { after: "export type Who = 'public' | 'signedIn' | 'owner'" },
    text: " | 'member' | 'manager'",
  },
  { path: 'src/access/policy.ts', at: { interface: 'Rows' }, text: 'tenant?: SQL;' },
  {
    path: 'src/access/policy.ts',
    at: { after: "  return { own: eq(column, fromContext('owner')) };\n}\n" },
    text: `
/** Rows of which a column holds the id of their tenant. */
export function ofTenant(column: PgColumn) {
  return { tenant: eq(column, fromContext('tenant')) };
}
`,
  },
  {
    path: 'src/access/policy.ts',
    at: { after: "(R extends { own: SQL } ? 'owner' : never)" },
    text: " | (R extends { tenant: SQL } ? 'member' | 'manager' : never)",
  },
  {
    path: 'src/access/policy.ts',
    at: { function: 'reachOf', before: "return who === 'owner'" },
    text: `// A role counts in the tenant where it is held: the one that the request names.
  if (who === 'member') return context.tenant ? 'tenant' : undefined;
  if (who === 'manager') return context.tenant?.isManager ? 'tenant' : undefined;`,
  },
  {
    path: 'src/access/policy.ts',
    at: { after: "access?.who === 'admin'" },
    text: " || access?.who === 'member' || access?.who === 'manager'",
  },
  {
    path: 'src/access/policy.ts',
    at: { after: 'query({ caller: null' },
    text: ', tenant: null',
  },
];
