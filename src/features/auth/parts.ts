import { panelPart } from '../dashboard.ts';
import type { Part } from '../feature.ts';
import { guardParts } from './guard-parts.ts';
import { openapiParts } from './openapi-parts.ts';
import { textParts } from './text-parts.ts';

/** Of what sign-in tells, in a service that counts. */
const COUNTED_TEST = `
test('log-ins that are refused and sessions that are ended for reuse are counted', async () => {
  const { db, send, scrape } = await start();
  const { email } = await createPerson(db);
  const post = async (path: string, payload: object) =>
    (await send('POST', \`/v1/auth/\${path}\`, { payload })).json();
  await post('login', { email, password: 'not the password', client: 'api' });
  const first = await post('login', { email, password: PASSWORD, client: 'api' });
  const second = await post('refresh', { refreshToken: first.refreshToken });
  await post('refresh', { refreshToken: second.refreshToken });
  expect(await scrape()).toContain('sign_in_sessions_reused_total 0');
  // Two generations back.
  await post('refresh', { refreshToken: first.refreshToken });
  const text = await scrape();
  expect(text).toContain('sign_in_refused_total{reason="password"} 1');
  expect(text).toContain('sign_in_sessions_reused_total 1');
});
`;

/** Where the service's own sign-in is put into what every service has. */
export const parts: readonly Part[] = [
  ...guardParts,
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
    at: { function: 'buildApp', before: 'for (const module of modules)' },
    text: 'await registerAuthRoutes(app);',
  },
  {
    path: 'src/http/health.ts',
    at: { after: 'error,\n        );\n      });\n' },
    text: `      // The database answers again, or others: until it is read once more what is revoked, no token is taken.
      if (app.auth.access.isBlind()) {
        throw unavailable('It is not known which access tokens are revoked.', 5);
      }
`,
  },
  {
    path: 'src/config/config.ts',
    at: 'imports',
    text: "import { toAuthConfig } from '../auth/variables';",
  },
  {
    path: 'src/config/config.ts',
    at: { object: ['toConfig'] },
    text: 'auth: toAuthConfig(values, sources)',
  },
  {
    path: 'src/config/check.ts',
    at: 'imports',
    text: "import { checkAuth } from '../auth/variables';",
  },
  {
    path: 'src/config/check.ts',
    at: { after: "error: 'must not be greater than DATABASE_POOL_MAX',\n    })" },
    text: '\n    .superRefine(checkAuth)',
  },
  {
    path: 'src/config/variables.ts',
    at: 'imports',
    text: "import { authSecrets } from '../auth/secrets';",
  },
  { path: 'src/config/variables.ts', at: { object: ['secrets'] }, text: '...authSecrets' },
  {
    path: 'src/config/profiles.ts',
    at: { object: ['profiles', 'test'] },
    text: `// Tests hash, fail to log in and register more often than anybody may.
    AUTH_ARGON2_MEMORY_KIB: 1024,
    AUTH_ARGON2_PASSES: 1,
    AUTH_LIMIT_ADDRESS: 0,
    AUTH_LIMIT_FREE: 1000,
    AUTH_LIMIT_MAILS: 0,
    // A busy machine may be late to read what is revoked, and the database is there.
    AUTH_REVOCATION_MAX_AGE_MS: 600_000`,
  },
  {
    path: 'src/http/cors.ts',
    at: { object: ['OPTIONS'] },
    text: `// The refresh cookie of a browser: only origins that are named, and never *.
  credentials: true`,
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
  { path: 'test/given.ts', at: 'imports', text: "import { randomBytes } from 'node:crypto';" },
  {
    path: 'test/given.ts',
    at: { object: ['given'] },
    text: `AUTH_SECRET: randomBytes(32).toString('base64'),
  AUTH_ISSUER: 'https://api.example.com',
  AUTH_APP_URL: 'https://app.example.com',
  MAIL_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'service@example.com'`,
  },
  {
    path: 'src/db/tables.ts',
    at: 'end',
    text: "export * from '../auth/tables';\n",
  },
  {
    path: 'scripts/build.ts',
    at: { after: "'scripts/config.ts'" },
    text: ", 'scripts/account.ts', 'scripts/keys-rotate.ts'",
  },
  {
    path: 'src/metrics/counted.ts',
    at: { object: ['counted'] },
    text: `'service:login-refused': {
    name: 'sign_in_refused_total',
    help: 'Log-ins that were refused',
    labels: ['reason'],
  },
  'service:refresh-token-reused': {
    name: 'sign_in_sessions_reused_total',
    help: 'Sessions that were ended, because a refresh token was used again',
  }`,
  },
  {
    path: 'src/metrics/metrics.test.ts',
    at: 'imports',
    text: "import { createPerson, PASSWORD } from '../../test/auth/people';",
  },
  { path: 'src/metrics/metrics.test.ts', at: 'end', text: COUNTED_TEST },
  {
    path: 'docs/metrics.md',
    at: { table: 'metric' },
    text: '| `sign_in_refused_total` | `reason`: `password`, `limit` | log-ins that were refused: for a wrong password, or for too many of them |',
  },
  {
    path: 'docs/metrics.md',
    at: { table: 'metric' },
    text: '| `sign_in_sessions_reused_total` | | sessions that were ended, because a refresh token was used again |',
  },
  {
    path: 'deploy/metrics/alerts.yml',
    at: 'end',
    text: `      - alert: SignInIsTriedOut
        expr: sum(rate(sign_in_refused_total[5m])) > 1
        for: 10m
        labels: { severity: ticket }
        annotations:
          summary: Somebody tries passwords out.
      - alert: RefreshTokensAreStolen
        expr: increase(sign_in_sessions_reused_total[1h]) > 10
        labels: { severity: ticket }
        annotations:
          summary: Refresh tokens are used more than once, which thieves do.
`,
  },
  panelPart({
    id: 9,
    title: 'Log-ins that were refused',
    unit: 'cps',
    gridPos: { x: 0, y: 32 },
    query: 'sum by (reason) (rate(sign_in_refused_total[5m]))',
    legend: '{{reason}}',
  }),
  panelPart({
    id: 10,
    title: 'Sessions ended, because a refresh token was used again',
    unit: 'short',
    gridPos: { x: 12, y: 32 },
    query: 'sum(increase(sign_in_sessions_reused_total[1h]))',
    legend: 'within an hour',
  }),
  {
    path: 'docs/configuration.md',
    at: { table: 'secret' },
    text: '| `AUTH_SECRET`, `AUTH_SECRET_OLD` | once a second | the new one signs after `AUTH_KEY_AHEAD_SECONDS`; nobody is logged out: [sign-in.md](sign-in.md#tokens) |',
  },
  ...openapiParts,
  ...textParts,
];
