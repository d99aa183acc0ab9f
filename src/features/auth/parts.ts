import type { Part } from '../feature.ts';

/** After this the README speaks of who may call the service. */
export const OPEN_OR_CLOSED = 'In transaction mode it also needs `max_prepared_statements`.';

/** Where sign-in is put into what every service has. */
export const parts: readonly Part[] = [
  {
    path: 'src/app.ts',
    at: 'imports',
    text: "import { registerAuth, registerAuthRoutes, registerGuard } from './auth';",
  },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerBodyParsers(app)' },
    text: 'await registerAuth(app, config, database);',
  },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerErrorHandlers(app)' },
    text: 'registerGuard(app);',
  },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'for (const module of modules)' },
    text: 'await registerAuthRoutes(app);',
  },
  {
    path: 'src/server.ts',
    at: { function: 'serve', before: 'closeWithGrace(' },
    text: `logger.info(
    'Every route needs a signed-in caller unless it is public. Whose row it is, is not checked yet.',
  );`,
  },
  {
    path: 'src/config/config.ts',
    at: 'imports',
    text: "import { checkAuth, toAuthConfig } from '../auth/variables';",
  },
  {
    path: 'src/config/config.ts',
    at: { after: "error: 'must not be greater than DATABASE_POOL_MAX',\n    })" },
    text: '\n    .superRefine(checkAuth)',
  },
  {
    path: 'src/config/config.ts',
    at: { object: ['toConfig'] },
    text: 'auth: toAuthConfig(values)',
  },
  {
    path: 'src/config/variables.ts',
    at: 'imports',
    text: "import { authVariables } from '../auth/variables';",
  },
  {
    path: 'src/config/variables.ts',
    at: { object: ['variablesSchema'] },
    text: '...authVariables(environment)',
  },
  {
    path: 'src/http/limits.ts',
    at: { after: 'origin: origins,' },
    text: '\n      // The refresh cookie of a browser: only the origins above, and never *.\n      credentials: true,',
  },
  {
    path: 'src/http/guards.ts',
    at: { interface: 'Declaration' },
    text: `/** Whoever is not signed in may call the route, too. */
  public?: boolean;`,
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['DECLARED'] },
    text: `/** A password in the request itself, on a route that is public. */
  credentials: [401],
  /** A refresh token, in the cookie of a browser or in the body. */
  refreshToken: [401],
  /** A cookie that comes from, or goes to, a page that is not ours. */
  origin: [403]`,
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['IMPLIED'] },
    text: `/** On every route that is not declared public. What is revoked has to be known for it. */
  signedIn: [401, 503]`,
  },
  {
    path: 'src/http/guards.ts',
    at: { after: 'body: schema?.body !== undefined,' },
    text: '\n    signedIn: config?.public !== true,',
  },
  {
    path: 'src/http/health.ts',
    at: { after: 'const config = { quiet: true,' },
    text: ' public: true,',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'await app.register(async (pages) => {' },
    text: `
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });`,
  },
  {
    path: 'src/http/openapi.ts',
    at: 'imports',
    text: "import { REFRESH_COOKIE } from '../auth/browser';",
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'const describeNames = createJsonSchemaTransformObject({ zodToJsonConfig });\n' },
    text: `
/** How somebody says who they are. A browser's refresh token comes in a cookie. */
const securitySchemes = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  refreshCookie: { type: 'apiKey', in: 'cookie', name: REFRESH_COOKIE },
} as const;
`,
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'schemas: { Problem: problemSchema() }' },
    text: ', securitySchemes',
  },
  {
    path: 'src/http/openapi.ts',
    at: { after: 'schema: { ...schema, response' },
    text: ', security: securityOf(route)',
  },
  {
    path: 'src/http/openapi.ts',
    at: 'end',
    text: `
/** What a route asks for; \`{}\` is nothing, which is enough where it stands beside something else. */
function securityOf(route: Route): Record<string, string[]>[] {
  const { guards } = contractOf(route);
  // The token of the cookie may also be in the body.
  if (guards.includes('refreshToken')) return [{ refreshCookie: [] }, {}];
  if (!guards.includes('signedIn')) return [];
  return route.config?.access?.who === 'public'
    ? [{ accessToken: [] }, {}]
    : [{ accessToken: [] }];
}
`,
  },
  {
    path: 'test/openapi.test.ts',
    at: 'end',
    text: `
test('it says which routes ask for a token, and those are the ones that refuse whoever has none', async () => {
  const { components, paths } = await service.read('/openapi.json');
  expect(components.securitySchemes).toMatchObject({
    accessToken: { type: 'http', scheme: 'bearer' },
    refreshCookie: { type: 'apiKey', in: 'cookie', name: '__Host-refresh' },
  });
  expect(paths['/v1/auth/refresh'].post.security).toEqual([{ refreshCookie: [] }, {}]);
  expect(paths['/v1/auth/login'].post.security).toEqual([]);
  const asking: string[] = [];
  for (const [url, methods] of Object.entries<Record<string, { security: object[] }>>(paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      if (security.some((one) => 'refreshCookie' in one)) continue;
      const path = url.replaceAll(/\{\w+\}/g, '1');
      const { statusCode } = await service.app.inject({ method: method as 'GET', url: path });
      if (statusCode === 401) asking.push(\`\${method} \${url}\`);
      // A second one is nothing: what everybody may call.
      expect(security.length === 1, \`\${method} \${url}\`).toBe(statusCode === 401);
    }
  }
  expect(asking).toContain('get /v1/auth/me');
});
`,
  },
  {
    path: 'test/given.ts',
    at: { object: ['given'] },
    text: `AUTH_SECRET: 'K7vN2pQx9RmT4wYz8BcD5fGh3JkL6sVa1EuX0oPiZn4=',
  AUTH_ISSUER: 'https://api.example.com',
  AUTH_APP_URL: 'https://app.example.com',
  MAIL_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'service@example.com'`,
  },
  {
    // What the service reads by itself once a second is no query of a request.
    path: 'test/app.ts',
    at: { after: 'onQuery: (sql) =>' },
    text: ' !/sign_in_(keys|revocations)/.test(sql) &&',
  },
  {
    path: 'test/client.ts',
    at: 'imports',
    text: "import { callerHeaders } from './auth/caller';",
  },
  {
    path: 'test/client.ts',
    at: { after: 'app.inject({ method, url, ...sent' },
    text: ', headers: { ...(await callerHeaders(app)), ...sent.headers }',
  },
  {
    path: 'test/fixtures/routes.ts',
    at: { after: 'routes: async (app) => {' },
    text: `
    // What these routes are for is not who calls.
    app.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });`,
  },
  {
    path: 'test/connections.test.ts',
    at: { after: 'routes: async (app) => {' },
    text: `
      app.addHook('onRoute', (route) => {
        route.config = { ...route.config, public: true };
      });`,
  },
  {
    path: 'test/declarations.test.ts',
    at: { after: 'const config = {' },
    text: ' public: true,',
  },
  {
    path: 'src/db/tables.ts',
    at: 'end',
    text: "export * from '../auth/tables';\n",
  },
  {
    path: 'scripts/build.ts',
    at: { after: "'scripts/migrate.ts'" },
    text: ", 'scripts/account.ts', 'scripts/keys-rotate.ts'",
  },
  {
    path: '.gitignore',
    at: { after: '.postgres/\n' },
    text: '# Made by sign-in on a developer machine: a secret, and the mails that were not sent.\n.secrets/\n.mail/\n',
  },
  {
    path: '.dockerignore',
    at: { after: '.postgres\n' },
    text: '.secrets\n.mail\n',
  },
  {
    path: 'README.md',
    at: { after: OPEN_OR_CLOSED },
    text: `
- Every route needs a signed-in caller, unless it is declared public. Whose row it is, is not checked yet: whoever is signed in
  may read and change everybody's rows. [docs/sign-in.md](docs/sign-in.md) has the routes, the variables and the reasons.`,
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files\n' },
    text: 'src/auth/                sign-in: accounts, sessions, tokens, and the guard of every route\n',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '| redaction, errors without query values | logs are read by more people than the database | `src/observability/logger.test.ts` |\n',
    },
    text: `| the guard before every route that is not \`public\` (\`src/auth/index.ts\`) | a route that nobody thought of must be closed | \`test/auth/closed.test.ts\` |
| the WHERE and the CASE in \`rotateSession\`, in one statement | two successors of one token are two sessions | \`test/auth/refresh.test.ts\` |
| \`endReused\` in a transaction of its own | rolled back with the 401, the thief's session would live on | \`test/auth/session-end.test.ts\` |
| \`algorithms\`, \`typ\`, \`issuer\`, \`audience\` in \`src/auth/access-token.ts\` | a token must not choose how it is checked | \`test/auth/access-token.test.ts\` |
| one answer, and one hash, for every failed log-in | who has an account is nobody's business | \`test/auth/login.test.ts\` |
| \`checkOrigin\` before a cookie is read or set | another site's page would act for the person | \`test/auth/browser.test.ts\` |
| what is never logged: addresses, passwords, tokens | logs are read by more people than the database | \`test/auth/canaries.test.ts\` |
`,
  },
  {
    path: '.env.example',
    at: { after: '# TRUST_PROXY=1\n' },
    text: `
# Sign-in (docs/sign-in.md). Development makes its own secret in .secrets/ and writes mails into .mail/.
# AUTH_SECRET=
# AUTH_APP_URL=http://localhost:5173
# MAIL_URL=smtp://localhost:1025
`,
  },
];
