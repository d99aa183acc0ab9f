import type { IncomingMessage } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { traceOf } from '../http/trace';

const ids = Symbol('ids');

interface RequestIds {
  bindings: Record<string, unknown>;
  request: IncomingMessage;
}

type WithIds = object & { [ids]?: RequestIds };

/**
 * Makes the logger of a request, which has the ids of the request and of its trace in each of its lines. They are put there when a line is
 * written: most requests write one at their end, or none, and pino's own child logger searches them for secrets beforehand, which takes
 * longer than checking the request does.
 */
export function requestLogger(
  parent: FastifyBaseLogger,
  bindings: Record<string, unknown>,
  options: object,
  request: IncomingMessage,
): FastifyBaseLogger {
  // A level or serializers of the route's own.
  const isOwn = Object.keys(options).length > 0;
  const logger = isOwn ? parent.child({}, options) : (Object.create(parent) as FastifyBaseLogger);
  return Object.assign(logger, { [ids]: { bindings, request } });
}

/** What a line has beside what it says: pino's `mixin`. */
export function requestIds(_line: object, _level: number, logger: WithIds): object {
  const known = logger[ids];
  return known ? { ...known.bindings, traceId: traceOf(known.request).traceId } : {};
}
