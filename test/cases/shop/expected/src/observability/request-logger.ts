import type { FastifyBaseLogger } from 'fastify';
import { type Logger, symbols } from 'pino';

const { chindingsSym } = symbols;

/** What pino has written of a logger's fields already: each line goes on from there. */
type WithFields = Logger & { [chindingsSym]: string };

/**
 * Makes the logger of a request, which has the request's id in each of its lines. pino's own child logger searches the id
 * for secrets, which takes longer than checking the request does; most requests never write a line.
 */
export function requestLogger(
  parent: FastifyBaseLogger,
  bindings: Record<string, unknown>,
  options: object,
): FastifyBaseLogger {
  // A level or serializers of the route's own.
  if (Object.keys(options).length > 0) return parent.child(bindings, options);
  const child: WithFields = Object.create(parent);
  const fields = JSON.stringify(bindings).slice(1, -1);
  child[chindingsSym] = `${(parent as WithFields)[chindingsSym]},${fields}`;
  return child;
}
