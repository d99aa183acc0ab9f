import type { Part } from '../feature.ts';
import { openapiParts } from './openapi-parts.ts';
import { textParts } from './text-parts.ts';

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
    path: 'test/module.ts',
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
  ...openapiParts,
  ...textParts,
];
