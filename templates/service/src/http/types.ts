import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Database } from '../db/client';
import type { Declaration, Route } from './guards';
import type { Lifecycle } from './lifecycle';
import type { Trace } from './trace';

/** The application as routes see it: Zod schemas give the types of requests and responses. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** An entry of the registry: what is known of a module without opening it. */
export interface Module {
  /** The folder under `src/modules` whose routes these are, and how the documentation groups them. */
  resource: string;
  /** Where they are served, under `/v1`. */
  prefix: string;
  routes: (app: App) => Promise<void>;
}

declare module 'fastify' {
  interface FastifyInstance {
    db: Database;
    /** Every route, for the contract. */
    routes: readonly Route[];
    lifecycle: Lifecycle;
  }
  interface FastifyRequest {
    /** Ends what the request is at; see `registerDeadline`. */
    cancelled: AbortSignal;
    /** When its time is up, as `performance.now()` counts. */
    deadline: number;
    /** Its own part of the trace that it belongs to. */
    trace: Trace;
  }
  interface FastifyContextConfig extends Declaration {
    /** No line in the log for this route's requests. */
    quiet?: boolean;
  }
}
