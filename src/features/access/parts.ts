import type { Part } from '../feature.ts';

/** What a test's routes are for is not who calls. */
const OPEN = `
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });`;

/** Where access is put into what every service has. */
export const parts: readonly Part[] = [
  { path: 'src/app.ts', at: 'imports', text: "import { registerAccess } from './access';" },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerErrorHandlers(app)' },
    text: 'registerAccess(app);',
  },
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
    path: 'src/db/includes.test.ts',
    at: 'imports',
    text: "import { everybody } from '../access/policy';",
  },
  {
    path: 'src/db/includes.test.ts',
    at: { after: 'owner: one({' },
    text: ' access: everybody,',
  },
  {
    path: 'src/db/includes.test.ts',
    at: { after: 'parts: many({' },
    text: ' access: everybody,',
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
  { path: 'test/values.test.ts', at: { after: 'routes: async (app) => {' }, text: OPEN },
  { path: 'test/declarations.test.ts', at: { after: 'routes: async (app) => {' }, text: OPEN },
  {
    path: 'src/http/postgres-problems.test.ts',
    at: { after: 'routes: async (app) => {' },
    text: OPEN,
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
];
