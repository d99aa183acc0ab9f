import type { Part } from '../feature.ts';
import { externalTextParts } from './external-text-parts.ts';
import { guardParts } from './guard-parts.ts';
import { tokenOpenapiParts } from './openapi-parts.ts';

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
    path: 'src/config/config.ts',
    at: { object: ['toConfig'] },
    text: 'auth: toAuthConfig(values)',
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
  ...tokenOpenapiParts,
  ...externalTextParts,
];
