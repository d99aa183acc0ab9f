import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem';
import { securityEvent } from './events';

/** `__Host-`: browsers take it only with Secure, for this host alone and for every path, so that no other host can set it. */
export const REFRESH_COOKIE = '__Host-refresh';

const ATTRIBUTES = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

/** Scripts can't read it, other sites can't send it. */
export function setRefreshCookie(reply: FastifyReply, token: string, expires: Date): void {
  reply.setCookie(REFRESH_COOKIE, token, { ...ATTRIBUTES, expires });
}

export function clearRefreshCookie(reply: FastifyReply): void {
  reply.clearCookie(REFRESH_COOKIE, ATTRIBUTES);
}

/**
 * Refuses a request that brings a cookie, or would get one, from a page that is not ours. SameSite alone would let in every
 * page of the same registered domain.
 *
 * @param origins whose pages may: this service's own and those of CORS_ORIGINS
 * @throws {Problem} 403, also where a client says nothing of where it comes from: browsers do
 */
export function checkOrigin(request: FastifyRequest, origins: ReadonlySet<string>): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site === 'same-origin') return;
  if (origin !== undefined && origins.has(origin)) return;
  securityEvent(request, 'cross-site-request-refused');
  throw new Problem(403, { detail: 'Pages of this origin may not sign in here.' });
}
