import { channel } from 'node:diagnostics_channel';
import type { FastifyRequest } from 'fastify';
import type { App } from '../http/types';
import { loggedAddress } from '../observability/client-address';
import { textOfUser, type UserId } from './users';

export type SecurityEvent =
  | 'registered'
  | 'email-verified'
  | 'logged-in'
  | 'login-failed'
  | 'logged-out'
  | 'logged-out-everywhere'
  | 'session-ended'
  | 'refresh-token-reused'
  | 'password-changed'
  | 'password-reset-asked'
  | 'password-reset'
  | 'email-changed'
  | 'cross-site-request-refused'
  | 'access-refused'
  | 'too-many-attempts';

/** Expected ones are for whoever looks back, the others for whoever is on duty. */
const ALARMING: ReadonlySet<SecurityEvent> = new Set([
  'refresh-token-reused',
  'cross-site-request-refused',
]);

/** One line that says what happened to whom, from where. Never an e-mail address, a password or a token. */
export function securityEvent(
  { log, ip, server }: FastifyRequest,
  event: SecurityEvent,
  about: { userId?: UserId | undefined; sessionId?: string } = {},
): void {
  const { userId, sessionId } = about;
  // For whoever counts them.
  channel(`service:${event}`).publish({});
  const level = ALARMING.has(event) ? 'warn' : 'info';
  log[level](
    {
      event,
      ...(userId !== undefined && { userId: textOfUser(userId) }),
      ...(sessionId !== undefined && { sessionId }),
      client: loggedAddress(ip, server.auth.clientAddress),
    },
    'security event',
  );
}

/**
 * For whoever counts log-ins that are refused. Those that meet a limit count as well: there would be the fewer, the more are tried.
 */
export function loginRefused(reason: 'password' | 'limit'): void {
  channel('service:login-refused').publish({ reason });
}

/** Logs who was refused, by whatever route. Those of sign-in itself are public, and say what happened themselves. */
export function logRefusals(app: App): void {
  app.addHook('onError', async (request, _, error) => {
    const { status, statusCode = status } = error as { status?: number; statusCode?: number };
    const userId = request.caller?.userId;
    const isClosed = request.routeOptions.config.public !== true;
    if (statusCode === 429) securityEvent(request, 'too-many-attempts', { userId });
    else if (isClosed && (statusCode === 401 || statusCode === 403)) {
      securityEvent(request, 'access-refused', { userId });
    }
  });
}
