import { subscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { afterEach, expect } from 'vitest';
import { contractOf } from '../src/http/guards';

const undeclared: string[] = [];

/** @returns the answers that no route declares, since the last call: method, URL and status */
export function takeUndeclared(): string[] {
  return undeclared.splice(0);
}

// Once for each process, whose test files share this module: every app that one of them starts is seen.
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onSend', async (request, reply) => {
    if (isDeclared(request, reply)) return;
    undeclared.push(`${request.method} ${request.routeOptions.url} ${reply.statusCode}`);
  });
});

/**
 * Fails each test of a file in which a route gives an answer that it does not declare, whatever the test is about: clients
 * and the documentation know only what is declared.
 */
export function watchAnswers(): void {
  afterEach(() => expect(takeUndeclared(), 'answers that no route declares').toEqual([]));
}

function isDeclared({ routeOptions }: FastifyRequest, { statusCode }: FastifyReply): boolean {
  // The pages of the documentation and URLs without a route declare nothing. A 500 is what nobody foresaw.
  if (!routeOptions.config.work || statusCode === 500) return true;
  if (statusCode >= 400) return contractOf(routeOptions).problems.includes(statusCode);
  // Of a route without any, the documentation says that it answers 200.
  const response = routeOptions.schema?.response ?? { 200: {} };
  return Object.hasOwn(response, statusCode);
}
