import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { afterEach, expect } from 'vitest';
import { contractOf } from '../src/http/guards';

const overspent: string[] = [];

/** @returns the routes that sent more queries than they declare, since the last call, each as a sentence */
export function takeOverspent(): string[] {
  return overspent.splice(0);
}

/**
 * Fails each test of a file in which a route asks the database more often than its contract says, whatever the test is about. A query
 * for each row of a list is found wherever a list is read.
 */
export function watchQueryBudgets(): void {
  afterEach(() => {
    const hint = 'If it is meant: `queries` in the config of the route, then npm run contract';
    expect(takeOverspent(), hint).toEqual([]);
  });
}

const most = new Map<string, number>();

/** @returns how many queries the route has sent at the most so far, in a request that was done at once */
export function mostSent(route: string): number {
  return most.get(route) ?? 0;
}

/** What a request had asked when every guard had let it through: guards remember answers for a while, so no two requests ask alike. */
const beforeWork = new WeakMap<FastifyRequest, number>();

// Once for each process, whose test files share this module: every app that one of them starts is seen.
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('preHandler', async (request) => {
    beforeWork.set(request, request.queries?.count ?? 0);
  });
  fastify.addHook('onSend', async (request, { statusCode }) => {
    const before = beforeWork.get(request);
    if (before === undefined || !request.queries || !isOnItsOwn(request, statusCode)) return;
    const sent = request.queries.count - before;
    const route = `${request.method} ${request.routeOptions.url}`;
    most.set(route, Math.max(sent, mostSent(route)));
    const allowed = contractOf(request.routeOptions).queries + askedBeside(request);
    if (sent <= allowed) return;
    overspent.push(`${route} now sends ${sent} queries; the contract allows ${allowed}`);
  });
});

/** Whether it was done at once, and asked for nothing beside what its route does. */
function isOnItsOwn(request: FastifyRequest, statusCode: number): boolean {
  // A refusal looks once more for what is in the way; after a query that failed there may be a further attempt.
  if (statusCode >= 400 || request.queries?.failed) return false;
  const { cursor } = request.query as { cursor?: unknown };
  // The page behind a cursor takes a second query where the order goes on with rows that have no value.
  return !cursor;
}

function askedBeside({ query }: FastifyRequest): number {
  const { include = [], total } = query as { include?: string[]; total?: boolean };
  return include.length + (total ? 1 : 0);
}
