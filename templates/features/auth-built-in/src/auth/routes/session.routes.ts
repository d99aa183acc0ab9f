import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { signInSessions } from '../tables';
import { inTransaction } from '../../db/transaction';
import { uuid } from '../../http/fields';
import { notFound } from '../../http/problem';
import type { App } from '../../http/types';
import { accountById } from '../accounts';
import { clearRefreshCookie } from '../browser';
import { securityEvent } from '../events';
import { signedIn } from '../../access/policy';
import { unauthorized } from '../../access/refusals';
import { callerOf } from '../guard';
import { listSessions } from '../known-sessions';
import { endSessions, endSessionsOf } from '../sessions';
import { textOfUser } from '../users';
import { Me, Sessions, done } from './schemas';

/** Who am I, and where am I signed in. */
export async function sessionRoutes(app: App): Promise<void> {
  const { auth, db } = app;
  const tags = ['auth'];

  app.get(
    '/me',
    { config: { access: signedIn, work: ['read'] }, schema: { tags, response: { 200: Me } } },
    async (request) => {
      const { userId, sessionId } = callerOf(request);
      const account = await accountById(db, userId);
      if (!account) throw unauthorized('Sign in again.');
      return { id: textOfUser(userId), email: account.email, role: account.role, sessionId };
    },
  );

  app.get(
    '/sessions',
    { config: { access: signedIn, work: ['read'] }, schema: { tags, response: { 200: Sessions } } },
    async (request) => {
      const { userId, sessionId } = callerOf(request);
      const sessions = await listSessions(db, userId, auth.config);
      return { data: sessions, current: sessionId };
    },
  );

  app.delete(
    '/sessions/:id',
    {
      config: { access: signedIn, work: ['find', 'write'], queries: 4 },
      schema: { tags, params: z.object({ id: uuid }), response: done },
    },
    async (request, reply) => {
      const { userId } = callerOf(request);
      const { id } = request.params;
      // Of one's own: somebody else's is not there.
      const which = and(eq(signInSessions.id, id), eq(signInSessions.userId, userId));
      const ended = await inTransaction({ db }, ({ db: tx }) =>
        endSessions(tx, which, 'ended', auth.config),
      );
      if (ended.length === 0) throw notFound('session');
      securityEvent(request, 'session-ended', { userId, sessionId: id });
      return reply.code(204).send();
    },
  );

  app.post(
    '/logout-all',
    { config: { access: signedIn, work: ['write'], queries: 4 }, schema: { tags, response: done } },
    async (request, reply) => {
      const { userId } = callerOf(request);
      await inTransaction({ db }, ({ db: tx }) =>
        endSessionsOf(tx, userId, 'logout-all', auth.config),
      );
      clearRefreshCookie(reply);
      securityEvent(request, 'logged-out-everywhere', { userId });
      return reply.code(204).send();
    },
  );
}
