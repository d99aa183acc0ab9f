import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';
import type { CorsHeaders } from './cors';
import { badRequest, type Problem } from './problem';
import type { App } from './types';

const REQUEST_ID = /^[\w.:/+=@-]{1,128}$/;

/** A caller's id is kept when it can do no harm in a log or a header, so that one id follows a request through every service. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * Helmet's headers for a JSON API. Those that steer only pages or old browsers are left out: each one costs time and
 * bytes in every response. They are computed here once, because none depends on the request.
 */
export function securityHeaders(hsts: boolean): Record<string, string> {
  return collect({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    strictTransportSecurity: hsts,
  });
}

/** Sets the headers of every response and refuses what no route may see. */
export function registerHeaders(app: App, fixed: Record<string, string>, cors: CorsHeaders): void {
  app.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply, fixed);
    if (app.lifecycle.draining) reply.header('connection', 'close');
    const problem = urlProblem(request.raw.url) ?? hostProblem(request.raw);
    if (problem) reply.headers(cors(request.headers.origin));
    done(problem);
  });
}

export function setHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  fixed: Record<string, string>,
): void {
  reply.headers(fixed).header('x-request-id', request.id);
}

/** Postgres can't take a NUL in any text, wherever in the URL it comes from. */
function urlProblem(url = ''): Problem | undefined {
  return url.includes('%00') ? badRequest('The URL must not hold a NUL character.') : undefined;
}

/** Node refuses a request without a host by itself, with nothing but a status, and takes the first one of two. */
function hostProblem({ httpVersion, rawHeaders }: IncomingMessage): Problem | undefined {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0')
    ? undefined
    : badRequest('There must be one Host header.');
}

/**
 * Helmet writes to a response; this one only remembers. @fastify/helmet would write all of them anew for each answer, and none where
 * no hook runs: to a URL that can't be decoded, and to what Node's parser refuses.
 */
function collect(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => {},
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error instanceof Error) throw error;
  });
  return headers;
}
