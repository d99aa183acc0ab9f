import type { FastifyRequest } from 'fastify';
import { unauthorized } from '../access/refusals';
import type { App } from '../http/types';
import type { Caller } from './access-token';
import type { Auth } from './auth';

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth;
  }
  interface FastifyRequest {
    /** Who sends it; null on a public route. */
    caller: Caller | null;
  }
}

/**
 * Finds out who sends a request.
 *
 * @throws {Problem} 401 without a valid access token
 */
export async function authenticate({ auth }: App, request: FastifyRequest): Promise<Caller> {
  const token = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? undefined : await auth.access.verify(token);
  if (!caller) throw unauthorized('Sign in: the access token is missing, over or revoked.');
  return caller;
}

/** @throws {Problem} when the route is public: it has no caller to ask for */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw unauthorized('Sign in first.');
  return request.caller;
}
