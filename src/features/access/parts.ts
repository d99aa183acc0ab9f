import type { Part } from '../feature.ts';

/** Where access is put into what every service has. */
export const parts: readonly Part[] = [
  {
    path: 'src/http/guards.ts',
    at: 'imports',
    text: "import { type Access, asksForRole } from '../access/policy';",
  },
  {
    path: 'src/http/guards.ts',
    at: { interface: 'Declaration' },
    text: `/** Who may call it, and about whose rows it is. */
  access?: Access;`,
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['IMPLIED'] },
    text: `/** Where being signed in is not enough. */
  role: [403]`,
  },
  {
    path: 'src/http/guards.ts',
    at: { after: 'body: schema?.body !== undefined,' },
    text: '\n    role: asksForRole(config?.access),',
  },
  {
    path: 'src/db/includes.ts',
    at: 'imports',
    text: "import { type Access, visible } from '../access/policy';",
  },
  {
    path: 'src/db/includes.ts',
    at: { after: 'response: Target;\n' },
    text: `  /** What the caller must be allowed to do with the target's rows: others do not come along. */
  access: Access;
`,
  },
  {
    path: 'src/db/includes.ts',
    at: { after: 'statements.get(include) ?? ' },
    text: 'visible(include.access, (rows) => ',
  },
  {
    path: 'src/db/includes.ts',
    at: { after: 'prepared<Row[]>(relatedQuery(' },
    text: '{ ...',
  },
  {
    path: 'src/db/includes.ts',
    at: { after: 'relatedQuery({ ...include' },
    text: ', where: and(include.where, rows) })',
  },
  {
    path: 'test/open.ts',
    at: 'imports',
    text: "import { everybody } from '../src/access/policy';",
  },
  {
    path: 'test/open.ts',
    at: { object: ['openToAll'] },
    text: 'access: everybody',
  },
  {
    path: 'src/http/contract.ts',
    at: 'imports',
    text: "import type { Who } from '../access/policy';",
  },
  {
    path: 'src/http/contract.ts',
    at: { interface: 'RouteEntry' },
    text: `/** Who may call it, and with which rows: see src/access/policy.ts. */
  access: Who;`,
  },
  {
    path: 'src/http/contract.ts',
    at: { after: "route: `${method} ${url.replace(/(?<=.)\\/$/, '')}`,\n" },
    text: "access: route.config?.access?.who ?? 'public',\n",
  },
  {
    path: 'src/http/contract-changes.ts',
    at: 'imports',
    text: "import { accessChanges } from '../access/contract';",
  },
  {
    path: 'src/http/contract-changes.ts',
    at: { function: 'changesOf', before: 'return changes' },
    text: 'changes.unshift(...accessChanges(before, after));',
  },
  {
    path: 'test/contract.test.ts',
    at: { after: "route: 'PATCH /v1/things/:id',\n" },
    text: "    access: 'owner' as const,\n",
  },
  {
    path: 'test/contract.test.ts',
    at: { after: 'const changed = {\n    ...entry,\n' },
    text: "    access: 'signedIn' as const,\n",
  },
  {
    path: 'test/contract.test.ts',
    at: { after: "'GET /v1/things is gone',\n" },
    text: "'PATCH /v1/things/:id no longer checks the owner (owner, now signedIn)',\n",
  },
  {
    path: '.oxlintrc.json',
    at: { after: '"!../*/*.schemas"' },
    text: ', "!../*/*.policy"',
  },
  {
    path: '.oxlintrc.json',
    at: { after: 'Of another module, import only <name>.schemas' },
    text: ' and <name>.policy',
  },
  {
    path: 'test/client.ts',
    at: 'imports',
    text: "import { callerHeaders, newAdmin } from './auth/caller';",
  },
  {
    path: 'test/client.ts',
    at: 'imports',
    text: "import type { UserId } from '../src/auth/users';",
  },
  {
    path: 'test/client.ts',
    at: { after: 'export function clientOf(app: App' },
    text: ', headersOf = () => callerHeaders(app)',
  },
  {
    path: 'test/client.ts',
    at: { after: 'app.inject({ method, url, ...sent' },
    text: ', headers: { ...(await headersOf()), ...sent.headers }',
  },
  {
    path: 'test/client.ts',
    at: { interface: 'Client' },
    text: `/** Headers that each POST has from now on, such as the tenant of new rows. */
  postWith: (headers: Record<string, string>) => void;
  /** Lets this user send POSTs from now on, as an admin; somebody new where there is none. New rows become theirs. */
  postAs: (userId?: UserId | null) => Promise<void>;`,
  },
  {
    path: 'test/client.ts',
    at: { after: '= () => callerHeaders(app)): Client {' },
    text: '\n  let posting: Record<string, string> = {};',
  },
  {
    path: 'test/client.ts',
    at: { after: '...(await headersOf()),' },
    text: " ...(method === 'POST' && posting),",
  },
  {
    path: 'test/client.ts',
    at: { after: 'return { send, read' },
    text: `, postWith: (headers) => { posting = { ...posting, ...headers }; }, postAs: async (userId) => { posting = { ...posting, ...(await newAdmin(app, userId)) }; }`,
  },
  {
    path: 'test/app.ts',
    at: 'imports',
    text: "import { prepareCaller } from './auth/caller';",
  },
  {
    path: 'test/app.ts',
    at: { after: 'const app = await buildApp({ config, database, modules, logger });' },
    text: '\n  await prepareCaller(app);',
  },
  {
    path: 'README.md',
    at: {
      after: ', and the guard of every route\n',
    },
    text: "src/access/              who may do what: policies, and queries that keep to a caller's rows\n",
  },
  {
    path: 'AGENTS.md',
    at: { after: '| related rows for `include` | `<name>.includes.ts` |\n' },
    text: '| who may do what, and whose a row is | `<name>.policy.ts` ([docs/access.md](docs/access.md)) |\n',
  },
  {
    path: 'AGENTS.md',
    at: { after: 'A module imports of another only its `<name>.schemas`' },
    text: ' and `<name>.policy`',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        'with Zod schemas for params, querystring, body and each response. Beside them, `config` declares\n',
    },
    text: 'its `access` (`orderPolicy.update`; without one the service does not start),\n',
  },
  {
    path: 'AGENTS.md',
    at: { after: '`contextOf(request)` in a route, `' },
    text: "callerContext(db, caller)`\nin a script or a test. Made by `within`, it keeps to the caller's rows. Beside modules `",
  },
];
