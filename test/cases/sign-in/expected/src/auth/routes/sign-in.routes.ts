import { and, eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import { signInAccounts, signInSessions } from '../tables';
import { inTransaction } from '../../db/transaction';
import { Problem } from '../../http/problem';
import type { App } from '../../http/types';
import { type Account, accountOf } from '../accounts';
import { checkOrigin, clearRefreshCookie, REFRESH_COOKIE } from '../browser';
import { loginRefused, securityEvent } from '../events';
import { unauthorized } from '../../access/refusals';
import { knowsAddress } from '../known-sessions';
import {
  type Client,
  endReused,
  endSessions,
  isUserActive,
  openSession,
  rotateSession,
} from '../sessions';
import { followRole } from '../user-role';
import { Login, Refresh, Tokens, done } from './schemas';
import { tokensOf } from './tokens';

/** Signing in, going on and signing out. */
export async function signInRoutes(app: App): Promise<void> {
  const { auth, db } = app;
  const open = { public: true, work: ['write'] } as const;
  const config = { ...open, guards: ['refreshToken', 'origin'] } as const;
  const tags = ['auth'];

  app.post(
    '/login',
    {
      config: {
        ...open,
        guards: ['credentials', 'origin'],
        queries: 19 + /* the role of the user's row */ 1,
      },
      schema: { tags, body: Login, response: { 200: Tokens } },
    },
    async (request, reply) => {
      const { email, password, client } = request.body;
      if (client === 'browser') checkOrigin(request, auth.origins);
      const attempt = { email, address: request.ip };
      await followRole(db, { email }, auth.config);
      const account = await accountOf(db, email);
      await auth.limits
        .beforeLogin(attempt, () => knowsAddress(db, attempt))
        .catch((error: unknown) => {
          if (error instanceof Problem) loginRefused('limit');
          throw error;
        });
      const isRight = await auth.hasher.verify(account?.passwordHash, password);
      if (!account || !isRight || !(await mayLogIn(account))) {
        securityEvent(request, 'login-failed', { userId: account?.userId });
        loginRefused('password');
        // One answer for all: it must not tell which addresses have an account.
        throw unauthorized(
          'The address or the password is wrong, or the address is not confirmed.',
        );
      }
      await auth.limits.afterLogin(attempt);
      await strengthen(account, password);
      if (client === 'browser') await endPrevious(request);
      const origin = { client, address: request.ip, userAgent: request.headers['user-agent'] };
      const session = await openSession(db, account.userId, origin, auth.config);
      securityEvent(request, 'logged-in', { userId: account.userId, sessionId: session.id });
      return tokensOf(auth, reply, client, {
        ...account,
        sessionId: session.id,
        counter: 0,
        expiresAt: session.expiresAt,
      });
    },
  );

  /** The session that the browser had: its cookie is about to be replaced, and nobody could end it any more. */
  async function endPrevious(request: FastifyRequest): Promise<void> {
    const claim = auth.refresh.decode(request.cookies[REFRESH_COOKIE] ?? '');
    if (!claim) return;
    const isIt = eq(signInSessions.id, claim.sessionId);
    await inTransaction({ db }, ({ db: tx }) => endSessions(tx, isIt, 'replaced', auth.config));
  }

  async function mayLogIn({ userId, emailVerifiedAt, disabledAt }: Account): Promise<boolean> {
    return emailVerifiedAt !== null && disabledAt === null && isUserActive(db, userId);
  }

  /** The only moment at which the password is there to be hashed again with more work. */
  async function strengthen({ userId, passwordHash }: Account, password: string): Promise<void> {
    if (!auth.hasher.isWeak(passwordHash)) return;
    await db
      .update(signInAccounts)
      .set({ passwordHash: await auth.hasher.hash(password) })
      // Only in place of what was checked: the password may have been changed since.
      .where(and(eq(signInAccounts.userId, userId), eq(signInAccounts.passwordHash, passwordHash)));
  }

  app.post(
    '/refresh',
    {
      config: { ...config, queries: 2 },
      schema: { tags, body: Refresh, response: { 200: Tokens } },
    },
    async (request, reply) => {
      const { token, client } = presented(request, request.body);
      const claim = auth.refresh.decode(token);
      if (!claim) throw unauthorized('Sign in again.');
      await followRole(db, claim, auth.config);
      const signed = await rotateSession(db, claim, client, auth.config);
      if (!signed) {
        const userId = await endReused(db, claim, auth.config);
        if (userId !== undefined) {
          securityEvent(request, 'refresh-token-reused', { userId, sessionId: claim.sessionId });
        }
        throw unauthorized('Sign in again.');
      }
      return tokensOf(auth, reply, client, signed);
    },
  );

  app.post(
    '/logout',
    { config: { ...config, queries: 4 }, schema: { tags, body: Refresh, response: done } },
    async (request, reply) => {
      const { token, client } = presented(request, request.body);
      if (client === 'browser') clearRefreshCookie(reply);
      const claim = auth.refresh.decode(token);
      if (claim) {
        const isIt = eq(signInSessions.id, claim.sessionId);
        const [ended] = await inTransaction({ db }, ({ db: tx }) =>
          endSessions(tx, isIt, 'logout', auth.config),
        );
        if (ended?.userId) {
          securityEvent(request, 'logged-out', { ...ended, userId: ended.userId });
        }
      }
      return reply.code(204).send();
    },
  );

  /** @throws {Problem} 401 where there is none, 403 for a cookie that comes from a page that is not ours */
  function presented(
    request: FastifyRequest,
    body: { refreshToken: string } | null | undefined,
  ): { token: string; client: Client } {
    if (body) return { token: body.refreshToken, client: 'api' };
    const token = request.cookies[REFRESH_COOKIE];
    if (token === undefined) throw unauthorized('Sign in again.');
    checkOrigin(request, auth.origins);
    return { token, client: 'browser' };
  }
}
