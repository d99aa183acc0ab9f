import { and, eq, gt, isNull, ne, not, or, type SQL, sql } from 'drizzle-orm';
import type { Context } from '../db/context';
import type { Database } from '../db/client';
import { unauthorized } from '../access/refusals';
import { signInAccounts, signInSessions } from './tables';
import type { RefreshClaim } from './refresh-token';
import { revoke } from './revocations';
import { isActive, type UserId, userKey, users } from './users';
import type { AuthConfig } from './variables';

export type Client = 'browser' | 'api';

/** Why a session is over. */
export type EndReason =
  | 'logout'
  | 'logout-all'
  | 'ended'
  | 'replaced'
  | 'reuse'
  | 'password'
  | 'disabled';

/** Where a request comes from, for the person's list of sessions. */
export interface Origin {
  client: Client;
  address: string;
  userAgent: string | undefined;
}

/** What tokens are made of. */
export interface Signed {
  sessionId: string;
  counter: number;
  userId: UserId;
  role: string;
  version: number;
  expiresAt: Date;
}

const seconds = (count: number) => sql`make_interval(secs => ${count})`;

export async function openSession(
  db: Context['db'],
  userId: UserId,
  { client, address, userAgent }: Origin,
  { session }: Pick<AuthConfig, 'session'>,
): Promise<{ id: string; expiresAt: Date }> {
  const [row] = await db
    .insert(signInSessions)
    .values({
      userId,
      client,
      address,
      userAgent: userAgent?.slice(0, 300),
      expiresAt: sql`now() + ${seconds(session.seconds)}`,
    })
    .returning({ id: signInSessions.id, expiresAt: signInSessions.expiresAt });
  return row as { id: string; expiresAt: Date };
}

/**
 * Rotates a session's refresh token, or answers one that was rotated within the grace, with the same successor, while that
 * one has not been used itself. One statement: of fifty requests with one token the first moves the counter, and each other
 * waits for the row, looks again, and finds itself one behind.
 *
 * The grace counts from the rotation and moves nothing, so that using it again and again does not make it longer.
 *
 * @returns undefined when the session is over or does not take this token
 */
export async function rotateSession(
  db: Database,
  { sessionId, counter }: RefreshClaim,
  client: Client,
  { session: { graceSeconds, idleSeconds } }: Pick<AuthConfig, 'session'>,
): Promise<Signed | undefined> {
  const isNewest = eq(signInSessions.counter, counter);
  const [row] = await db
    .update(signInSessions)
    .set({
      counter: sql`case when ${isNewest} then ${counter + 1} else ${signInSessions.counter} end`,
      rotatedAt: sql`case when ${isNewest} then now() else ${signInSessions.rotatedAt} end`,
      lastUsedAt: sql`now()`,
    })
    .from(signInAccounts)
    .innerJoin(users, eq(userKey, signInAccounts.userId))
    .where(
      and(
        eq(signInSessions.id, sessionId),
        eq(signInSessions.client, client),
        or(isNewest, isWithinGrace(counter, graceSeconds)),
        isAlive(idleSeconds),
        eq(signInAccounts.userId, signInSessions.userId),
        isNull(signInAccounts.disabledAt),
        isActive,
      ),
    )
    .returning({
      sessionId: signInSessions.id,
      counter: signInSessions.counter,
      userId: signInAccounts.userId,
      role: signInAccounts.role,
      version: signInAccounts.version,
      expiresAt: signInSessions.expiresAt,
    });
  return row;
}

/** Whether the token is the one before the newest, and was so only a moment ago. In strict mode none is: not even that of a request which waited for the rotation. */
function isWithinGrace(counter: number, graceSeconds: number): SQL {
  if (graceSeconds === 0) return sql`false`;
  return sql`(${signInSessions.counter} = ${counter + 1} and ${signInSessions.rotatedAt} > now() - ${seconds(graceSeconds)})`;
}

export function isAlive(idleSeconds: number): SQL | undefined {
  return and(
    isNull(signInSessions.endedAt),
    gt(signInSessions.expiresAt, sql`now()`),
    gt(signInSessions.rotatedAt, sql`now() - ${seconds(idleSeconds)}`),
  );
}

/**
 * Ends a session whose token was used again after its successor: it is in two hands, and nobody can tell whose is the
 * honest one.
 *
 * In a transaction of its own, whatever the request does: with the request's own error it would be rolled back, and the
 * thief's token would live on.
 *
 * @returns whose session it was, or undefined where the token was none that had been used before
 */
export async function endReused(
  db: Database,
  { sessionId, counter }: RefreshClaim,
  config: Pick<AuthConfig, 'accessTokenSeconds' | 'session'>,
): Promise<UserId | undefined> {
  const isUsed = and(
    eq(signInSessions.id, sessionId),
    gt(signInSessions.counter, counter),
    not(isWithinGrace(counter, config.session.graceSeconds)),
  );
  const [ended] = await db.transaction((tx) => endSessions(tx, isUsed, 'reuse', config));
  return ended?.userId ?? undefined;
}

/**
 * Ends the sessions that the condition names, and revokes their access tokens.
 *
 * @param tx both are written, or neither
 */
export async function endSessions(
  tx: Context['db'],
  which: SQL | undefined,
  reason: EndReason,
  { accessTokenSeconds }: Pick<AuthConfig, 'accessTokenSeconds'>,
) {
  const ended = await tx
    .update(signInSessions)
    .set({ endedAt: sql`now()`, endReason: reason })
    .where(and(which, isNull(signInSessions.endedAt)))
    .returning({ sessionId: signInSessions.id, userId: signInSessions.userId });
  const revocations = ended.map(({ sessionId }) => ({ sessionId }));
  await revoke(tx, revocations, accessTokenSeconds);
  return ended;
}

/** Ends all sessions of a user. @param except one that stays */
export function endSessionsOf(
  tx: Context['db'],
  userId: UserId,
  reason: EndReason,
  config: Pick<AuthConfig, 'accessTokenSeconds'>,
  except?: string,
) {
  const which = and(
    eq(signInSessions.userId, userId),
    except === undefined ? undefined : ne(signInSessions.id, except),
  );
  return endSessions(tx, which, reason, config);
}

/**
 * A session's refresh tokens so far are void, the newest too, without a grace; it goes on with the one that is made now.
 *
 * @throws {Problem} 401 when it ended meanwhile
 */
export async function renewSession(
  tx: Context['db'],
  id: string,
): Promise<{ counter: number; expiresAt: Date; client: Client }> {
  const [row] = await tx
    .update(signInSessions)
    // By two: the newest one so far is then no predecessor that the grace still answers.
    .set({
      counter: sql`${signInSessions.counter} + 2`,
      rotatedAt: sql`now()`,
      lastUsedAt: sql`now()`,
    })
    .where(and(eq(signInSessions.id, id), isNull(signInSessions.endedAt)))
    .returning({
      counter: signInSessions.counter,
      expiresAt: signInSessions.expiresAt,
      client: signInSessions.client,
    });
  if (!row) throw unauthorized('Sign in again.');
  return row;
}

/** @returns whether the user's row is still there and not marked as deleted */
export async function isUserActive(db: Database, userId: UserId): Promise<boolean> {
  const rows = await db
    .select({ id: userKey })
    .from(users)
    .where(and(eq(userKey, userId), isActive));
  return rows.length > 0;
}
