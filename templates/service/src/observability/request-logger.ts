import type { IncomingMessage } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { type Logger, symbols } from 'pino';
import { traceOf } from '../http/trace';

const { chindingsSym } = symbols;

/** What pino has written of a logger's fields already: each line goes on from there. */
type WithFields = Logger & { [chindingsSym]: string };

/**
 * Makes the logger of a request, which has the ids of the request and of its trace in each of its lines. pino's own child logger searches the id
 * for secrets, which takes longer than checking the request does; most requests never write a line.
 */
export function requestLogger(
  parent: FastifyBaseLogger,
  bindings: Record<string, unknown>,
  options: object,
  request: IncomingMessage,
): FastifyBaseLogger {
  const all = { ...bindings, traceId: traceOf(request).traceId };
  // A level or serializers of the route's own.
  if (Object.keys(options).length > 0) return parent.child(all, options);
  const child: WithFields = Object.create(parent);
  const fields = JSON.stringify(all).slice(1, -1);
  child[chindingsSym] = `${(parent as WithFields)[chindingsSym]},${fields}`;
  return child;
}
