import type { Part } from '../feature.ts';
import { externalTextParts } from './external-text-parts.ts';
import { guardParts } from './guard-parts.ts';

/** Where the check of an identity provider's tokens is put into what every service has. */
export const externalParts: readonly Part[] = [
  ...guardParts,
  {
    path: 'src/app.ts',
    at: 'imports',
    text: "import { registerAuth, registerGuard } from './auth';",
  },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerBodyParsers(app)' },
    text: 'registerAuth(app, config, database);',
  },
  {
    path: 'src/config/config.ts',
    at: 'imports',
    text: "import { toAuthConfig } from '../auth/variables';",
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['IMPLIED'] },
    text: `/** On every route that is not declared public. Whose token it is has to be known, and with which key it was made. */
  signedIn: [401, 403, 503]`,
  },
  {
    path: 'test/given.ts',
    at: { object: ['given'] },
    text: `AUTH_ISSUER: 'https://login.example.com/',
  AUTH_AUDIENCE: 'https://api.example.com'`,
  },
  {
    // What guards ask once in a while is no query of a request.
    path: 'test/app.ts',
    at: { after: 'onQuery: (sql) =>' },
    text: ' !/"may_call"/.test(sql) &&',
  },
  { path: 'test/app.ts', at: 'imports', text: "import { issuerEnv } from './auth/issuer';" },
  {
    path: 'test/app.ts',
    at: { after: 'const config = await testConfig(' },
    text: '{ ...(await issuerEnv()), ...',
  },
  {
    path: 'test/app.ts',
    at: { after: 'testConfig({ ...(await issuerEnv()), ...options.env' },
    text: ' }',
  },
  ...openapiParts(),
  ...externalTextParts,
];

/** What the description of the API says of sign-in. */
function openapiParts(): Part[] {
  return [
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
      at: { after: 'schemas: { Problem: problemSchema() }' },
      text: ", securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } }",
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
  if (!contractOf(route).guards.includes('signedIn')) return [];
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
  expect(components.securitySchemes).toMatchObject({ accessToken: { scheme: 'bearer' } });
  for (const [url, methods] of Object.entries<Record<string, { security: object[] }>>(paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      const path = url.replaceAll(/\\{\\w+\\}/g, '1');
      const { statusCode } = await service.app.inject({ method: method as 'GET', url: path });
      // A second one is nothing: what everybody may call.
      expect(security.length === 1, \`\${method} \${url}\`).toBe(statusCode === 401);
    }
  }
});
`,
    },
  ];
}
