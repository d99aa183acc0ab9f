import type { FastifyRequest } from 'fastify';
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
  | 'cross-site-request-refused';

/** Expected ones are for whoever looks back, the others for whoever is on duty. */
const ALARMING: ReadonlySet<SecurityEvent> = new Set([
  'refresh-token-reused',
  'cross-site-request-refused',
]);

/** One line that says what happened to whom, from where. Never an e-mail address, a password or a token. */
export function securityEvent(
  { log, ip }: FastifyRequest,
  event: SecurityEvent,
  about: { userId?: UserId | undefined; sessionId?: string } = {},
): void {
  const { userId, sessionId } = about;
  const level = ALARMING.has(event) ? 'warn' : 'info';
  log[level](
    {
      event,
      ...(userId !== undefined && { userId: textOfUser(userId) }),
      ...(sessionId !== undefined && { sessionId }),
      address: ip,
    },
    'security event',
  );
}
