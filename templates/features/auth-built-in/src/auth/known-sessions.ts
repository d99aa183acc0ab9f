import { and, desc, eq, gt, or, sql } from 'drizzle-orm';
import type { Database } from '../db/client';
import { isAlive } from './sessions';
import { signInAccounts, signInSessions } from './tables';
import type { UserId } from './users';
import type { AuthConfig } from './variables';

// What is asked about sessions.

/**
 * Asks the same of the database whether there is such an account or not: the time of an answer must not tell.
 *
 * @returns whether somebody logged in to the account from this address before
 */
export async function knowsAddress(
  db: Database,
  { email, address }: { email: string; address: string },
): Promise<boolean> {
  const [session] = await db
    .select({ id: signInSessions.id })
    .from(signInSessions)
    .innerJoin(signInAccounts, eq(signInAccounts.userId, signInSessions.userId))
    .where(and(eq(signInAccounts.email, email), eq(signInSessions.address, address)))
    .limit(1);
  return session !== undefined;
}

/** How long the list shows a session that somebody else's use ended. */
const REUSE_SHOWN_DAYS = 30;

/** A person's sessions, the newest first: those that are alive, and those that ended because their token was in two hands. */
export function listSessions(
  db: Database,
  userId: UserId,
  { session }: Pick<AuthConfig, 'session'>,
) {
  const wasStolen = and(
    eq(signInSessions.endReason, 'reuse'),
    gt(signInSessions.endedAt, sql`now() - make_interval(days => ${REUSE_SHOWN_DAYS})`),
  );
  return db
    .select({
      id: signInSessions.id,
      client: signInSessions.client,
      userAgent: signInSessions.userAgent,
      address: signInSessions.address,
      createdAt: signInSessions.createdAt,
      lastUsedAt: signInSessions.lastUsedAt,
      expiresAt: signInSessions.expiresAt,
      endedAt: signInSessions.endedAt,
      endReason: signInSessions.endReason,
    })
    .from(signInSessions)
    .where(and(eq(signInSessions.userId, userId), or(isAlive(session.idleSeconds), wasStolen)))
    .orderBy(desc(signInSessions.createdAt), desc(signInSessions.id))
    .limit(200);
}
