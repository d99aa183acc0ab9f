import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Auth } from '../auth';
import { setRefreshCookie } from '../browser';
import type { Client, Signed } from '../sessions';
import type { Tokens } from './schemas';

/** Makes a session's tokens: an access token, and the refresh token of its counter, in the cookie or in the body. */
export async function tokensOf(
  auth: Auth,
  reply: FastifyReply,
  client: Client,
  { sessionId, counter, userId, role, version, expiresAt }: Signed,
): Promise<z.output<typeof Tokens>> {
  const accessToken = await auth.access.issue({ userId, sessionId, roles: [role], version });
  const refreshToken = auth.refresh.encode({ sessionId, counter });
  reply.header('cache-control', 'no-store');
  if (client === 'browser') setRefreshCookie(reply, refreshToken, expiresAt);
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: auth.config.accessTokenSeconds,
    ...(client === 'api' && { refreshToken }),
    sessionExpiresAt: expiresAt,
  };
}
