import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { upstreamProblem } from '../clients/problem';
import { Taken } from '../db/taken';
import { type Asked, postgresProblem, takenUnseen } from './postgres-problems';
import { notFound, Problem, unavailable } from './problem';
import { traceOf } from './trace';
import type { App } from './types';

/** Every failure of every route becomes a problem here, and nowhere else. */
export function registerErrorHandlers(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Taken) return sendTaken(error, request, reply);
    sendError(error, request, reply);
    return undefined;
  });
  app.setNotFoundHandler((request, reply) => sendError(notFound('resource'), request, reply));
}

/** Of a value that is taken, by whom: where it is by a row that its client could have read, but for its being deleted. */
async function sendTaken(taken: Taken, request: FastifyRequest, reply: FastifyReply) {
  // Whatever is wrong with that look, the first error is the one to tell.
  const isUnseen = await taken.isHeldUnseen(request.server.db).catch(() => false);
  sendError(isUnseen ? takenUnseen(taken, askedOf(request)) : taken, request, reply);
  return reply;
}

export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error, request);
  if (isGone(error)) request.log.debug('nobody waits for the answer any more');
  else if (problem.status < 500 || isMeant(error)) {
    request.log.debug({ err: error, status: problem.status }, 'request refused');
  } else if (problem.status === 503) request.log.warn({ err: error }, 'request not possible now');
  else request.log.error({ err: error }, 'request failed');
  if (problem.headers) reply.headers(problem.headers);
  // Not `request.trace`: a URL that can't be decoded fails before there is one.
  const { traceId } = traceOf(request.raw);
  // Written here, not by a route's serializer: a route may have a schema of its own for this status.
  reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problem.toBody({ requestId: request.id, traceId })));
}

/** Said on purpose, and with nothing behind it: the service shuts down, and tells each probe so. */
function isMeant(error: unknown): boolean {
  return error instanceof Problem && error.status === 503 && error.cause === undefined;
}

/** The client hung up: what its request was at has been ended, and the answer goes nowhere. */
function isGone(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** @returns what the client may know of the error: of one that nobody foresaw, nothing */
function toProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (isGone(error)) return unavailable('The request was given up.');
  const fromUpstream = upstreamProblem(error);
  if (fromUpstream) return fromUpstream;
  const fromPostgres = postgresProblem(error, askedOf(request));
  if (fromPostgres) return fromPostgres;
  const { statusCode, message } = error as Partial<FastifyError>;
  if (statusCode === 503) return new Problem(503, { headers: { 'retry-after': '1' } });
  // Fastify and its plugins write these messages for clients.
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, { detail: message });
  }
  return new Problem(500, { detail: 'Something went wrong; it was logged with the request id.' });
}

function askedOf({ method, body, routeOptions }: FastifyRequest): Asked {
  const takesBody = routeOptions.schema?.body !== undefined;
  return { method, body: takesBody ? (body ?? {}) : undefined };
}
