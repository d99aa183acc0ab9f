import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Config } from '../config';
import { watchQueries } from '../db/watch-queries';
import type { App } from '../http/types';

/** What a request asked of the database. */
export interface RequestQueries {
  count: number;
  /** How many of them failed: those that came after one may be a further attempt. */
  failed: number;
  /** Milliseconds, of all of them together: those that run side by side count each. */
  time: number;
  /** How often each text was sent; only where somebody wants to know. */
  times: Map<string, number> | undefined;
  log: FastifyBaseLogger;
}

declare module 'fastify' {
  interface FastifyRequest {
    queries: RequestQueries | undefined;
  }
}

/** How often a request may send the same statement: a few belong to a transaction, more are a query for each row of a list. */
const REPEATS = 4;

/** A statement in the log is to be recognized, not to be read to its end. */
const TEXT_LENGTH = 2000;

/**
 * Counts the queries of each request for its line in the log, and warns of slow ones and, where that is wanted, of a statement that a
 * request sends again and again.
 *
 * Which request a query belongs to, the asynchronous context says, and not the context that modules hand on: whatever is written
 * with drizzle alone counts as well. On Node 24 that takes no time that could be measured; older ones follow each promise for it.
 *
 * Call it before all other hooks.
 */
export function registerQueryLog(app: App, pool: Pool, config: Config['log']): void {
  const current = new AsyncLocalStorage<RequestQueries>();
  app.decorateRequest('queries', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    const times = config.repeatedQueries ? new Map<string, number>() : undefined;
    request.queries = { count: 0, failed: 0, time: 0, times, log: request.log };
    current.run(request.queries, done);
  });
  if (config.repeatedQueries) app.addHook('onResponse', async (request) => sayRepeated(request));

  watchQueries(pool, (text) => {
    const queries = current.getStore();
    if (queries) count(queries, text);
    const start = performance.now();
    return (error) => {
      const ms = performance.now() - start;
      if (queries) {
        queries.time += ms;
        if (error) queries.failed += 1;
      }
      if (config.slowQuery > 0 && ms >= config.slowQuery) {
        const { log } = queries ?? app;
        log.warn({ ms: rounded(ms), statement: text.slice(0, TEXT_LENGTH) }, 'slow query');
      }
    };
  });
}

/** What a request's line says of its queries. */
export function queriesOf({ queries }: FastifyRequest) {
  return queries && { queries: queries.count, queryMs: rounded(queries.time) };
}

/** Milliseconds as they stand in the log. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function count(queries: RequestQueries, text: string): void {
  queries.count += 1;
  queries.times?.set(text, (queries.times.get(text) ?? 0) + 1);
}

function sayRepeated({ queries, method, routeOptions, log }: FastifyRequest): void {
  for (const [statement, times] of queries?.times ?? []) {
    if (times > REPEATS) {
      const about = { method, route: routeOptions.url ?? 'unknown', times };
      log.warn(
        { ...about, statement: statement.slice(0, TEXT_LENGTH) },
        'the same query many times in one request: one query with all of its values takes less',
      );
    }
  }
}
