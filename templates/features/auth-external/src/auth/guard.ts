import type { FastifyRequest } from 'fastify';
import type { Caller } from '../access/caller';
import { unauthorized } from '../access/refusals';
import type { App } from '../http/types';
import type { Auth } from './auth';
import { rolesOf } from './claims';

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
 * @throws {Problem} 401 without a valid access token, 403 when its user has no row and can't get one, 503 when its key is not
 * known and the issuer does not answer
 */
export async function authenticate({ auth }: App, request: FastifyRequest): Promise<Caller> {
  const token = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const claims = token === undefined ? undefined : await auth.tokens.verify(token);
  if (!claims)
    throw unauthorized('Sign in: the access token is missing, over or not for this service.');
  return { userId: await auth.users.userOf(claims), roles: rolesOf(claims) };
}

/** @throws {Problem} when the route is public: it has no caller to ask for */
export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw unauthorized('Sign in first.');
  return request.caller;
}
