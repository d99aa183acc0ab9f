import type { Part } from '../feature.ts';
import { openapiParts } from './openapi-parts.ts';

/** Where the guard, its table and what it says are put into what every service has. */
export const parts: readonly Part[] = [
  {
    path: 'src/app.ts',
    at: 'imports',
    text: "import { registerIdempotency } from './idempotency';",
  },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'await app.register(healthRoutes' },
    text: 'registerIdempotency(app, config);',
  },
  {
    path: 'src/db/tables.ts',
    at: 'end',
    text: "export * from '../idempotency/table';\n",
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['DECLARED'] },
    text: `/** A key that is none, or was used for something else; the same request is under way. */
  idempotency: [400, 409, 413, 422],
  /** There must be a key. */
  idempotencyRequired: [400]`,
  },
  {
    path: 'src/http/cors.ts',
    at: { after: "exposedHeaders: ['etag'," },
    text: " 'idempotency-replayed',",
  },
  {
    path: 'src/observability/request-log.ts',
    at: { after: 'status: reply.statusCode,\n' },
    text: '      ...(request.isReplayed && { replayed: true }),\n',
  },
  {
    path: 'test/query-budget.ts',
    at: { function: 'isOnItsOwn', before: 'return' },
    text: '// Its key and its answer are kept, too, in a transaction.\nif (request.keyed) return false;',
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files\n' },
    text: 'src/idempotency/         a POST that is sent twice under one key is done once: docs/idempotency.md\n',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '(`src/db/transaction.ts`), with the context that it hands on; it may run twice, so nothing in it reaches out of the database.\n',
    },
    text: `A POST that makes something declares the guard \`idempotency\` and answers by \`once\`: [docs/idempotency.md](docs/idempotency.md). One that
answers with a secret does neither, because answers are kept.
`,
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '| redaction, errors without query values | logs are read by more people than the database | `src/observability/logger.test.ts` |\n',
    },
    text: `| the claim, the work and the kept answer in one transaction, in \`src/idempotency/once.ts\` | a process that is killed between two of them would do the work twice, or lose its answer | \`test/idempotency/killed.test.ts\` |
| \`caller\`, \`tenant\` and the hash of the request beside a key | somebody else's answer, or that to another question, must not be given | \`src/idempotency/once.test.ts\`, \`test/idempotency/\` |
| twins that wait in memory, and for so long only | a few of them would have all connections | \`src/idempotency/twins.test.ts\` |
`,
  },
  ...openapiParts,
];
