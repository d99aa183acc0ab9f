import type { Part } from '../feature.ts';

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
    path: 'src/http/limits.ts',
    at: { after: "exposedHeaders: ['etag'," },
    text: " 'idempotency-replayed',",
  },
  {
    path: 'src/observability/request-log.ts',
    at: { after: 'status: reply.statusCode,\n' },
    text: '      ...(request.isReplayed && { replayed: true }),\n',
  },
];
