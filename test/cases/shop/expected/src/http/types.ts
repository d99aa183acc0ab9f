import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Database } from '../db/client';
import type { Lifecycle } from './lifecycle';

/** The application as routes see it: Zod schemas give the types of requests and responses. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** One module's routes, served under `/v1` and its prefix. */
export interface Module {
  prefix: string;
  routes: (app: App) => Promise<void>;
}

declare module 'fastify' {
  interface FastifyInstance {
    db: Database;
    lifecycle: Lifecycle;
  }
  interface FastifyContextConfig {
    /** No line in the log for this route's requests. */
    quiet?: boolean;
  }
}
