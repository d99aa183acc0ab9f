import type { Feature } from '../feature.ts';

/** The API's description for programs, and a page that shows it. */
export const docs: Feature<{ docs: boolean }> = {
  name: 'docs',
  isOn: (answers) => answers.docs,
  packages: [
    '@fastify/swagger',
    '@fastify/swagger-ui',
    '@seriousme/openapi-schema-validator',
    'openapi-types',
  ],
  config: {
    name: 'docs',
    keys: [
      {
        name: 'enabled',
        variable: 'DOCS_ENABLED',
        schema: 'flag',
        default: { type: 'boolean', development: 'true', production: 'false', staging: 'true' },
        about: 'serve `/docs` and `/openapi.json`',
      },
    ],
  },
  parts: [
    { path: 'src/app.ts', at: 'imports', text: `import { registerDocs } from './http/openapi';` },
    {
      path: 'src/app.ts',
      at: { function: 'buildApp', before: 'registerDeclarations(app)' },
      text: 'if (config.docs.enabled) await registerDocs(app);',
    },
    {
      path: 'README.md',
      at: { after: 'npm run db:seed    # sample rows\n```\n' },
      text: '\n`http://localhost:3000/docs` shows the API, `/openapi.json` describes it for programs.\n',
    },
    {
      path: 'README.md',
      at: { after: 'ETags, headers, limits, health' },
      text: ', OpenAPI',
    },
    {
      path: 'compose.yaml',
      at: { after: 'service_app:only-within-compose@database:5432/service?sslmode=disable\n' },
      text: "      DOCS_ENABLED: 'true'\n",
    },
  ],
};
