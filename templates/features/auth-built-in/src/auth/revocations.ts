import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../db/context';
import type { Database } from '../db/client';
import { signInRevocations, signInSessions } from './tables';
import { isActive, textOfUser, type UserId, userKey, users } from './users';

/** Access tokens that are void from now on: those of a session, or those of a user below a version. */
export type Revocation = { sessionId: string } | { userId: UserId; minVersion: number };

/** Clocks of processes differ a little, and so does when they think that a token is over. */
export const LEEWAY_SECONDS = 60;

/**
 * Writes down what every process is to refuse. In the transaction that ends the session or changes the account: either both
 * happen or neither.
 *
 * @param seconds how long access tokens live: after that there is nothing to refuse
 */
export async function revoke(
  db: Context['db'],
  revocations: Revocation[],
  seconds: number,
): Promise<void> {
  if (revocations.length === 0) return;
  const expiresAt = sql`now() + make_interval(secs => ${seconds + LEEWAY_SECONDS})`;
  await db.insert(signInRevocations).values(revocations.map((one) => ({ ...one, expiresAt })));
}

/** A row as it is read. */
type Read = {
  horizon: string;
  session_id: string | null;
  user_id: string | null;
  min_version: number | null;
  /** Milliseconds, by the database's clock. Null for a session whose user is gone. */
  remaining: number | null;
};

/** What one process knows of revocations: no request has to ask the database. */
export interface KnownRevocations {
  /** Reads what was written since the last time. */
  refresh: (db: Database) => Promise<void>;
  isRevoked: (token: { sessionId: string; userId: UserId; version: number }) => boolean;
  /** Milliseconds since the database last said what is revoked. */
  age: () => number;
}

export function knownRevocations(accessTokenSeconds: number): KnownRevocations {
  const sessions = new Map<string, { until: number }>();
  const versions = new Map<string, { until: number; minVersion: number }>();
  /** Sessions whose user is gone, as of the last look: one who is restored is let in again. */
  let gone: ReadonlySet<string> = new Set();
  /** Transactions below this one were over when we last looked: all that they wrote has been read. */
  let horizon = '0';
  let readAt = Number.NEGATIVE_INFINITY;

  async function refresh(db: Database): Promise<void> {
    const startedAt = performance.now();
    const { rows } = await db.execute<Read>(
      newerThan(horizon, accessTokenSeconds + LEEWAY_SECONDS),
    );
    for (const row of rows) remember(row, startedAt);
    gone = new Set(rows.flatMap((row) => (row.remaining === null ? (row.session_id ?? []) : [])));
    const now = rows[0]?.horizon ?? '0';
    // A database that was restored elsewhere counts its transactions anew: then all is read again.
    horizon = BigInt(now) < BigInt(horizon) ? '0' : now;
    readAt = startedAt;
    for (const known of [sessions, versions]) {
      for (const [key, { until }] of known) if (until < startedAt) known.delete(key);
    }
  }

  function remember({ session_id, user_id, min_version, remaining }: Read, now: number): void {
    if (remaining === null) return;
    const until = now + remaining;
    if (session_id !== null) sessions.set(session_id, { until });
    if (user_id === null || min_version === null) return;
    const minVersion = Math.max(min_version, versions.get(user_id)?.minVersion ?? 0);
    versions.set(user_id, { until, minVersion });
  }

  return {
    refresh,
    isRevoked: ({ sessionId, userId, version }) =>
      sessions.has(sessionId) ||
      gone.has(sessionId) ||
      version < (versions.get(textOfUser(userId))?.minVersion ?? 0),
    age: () => performance.now() - readAt,
  };
}

/**
 * What transactions wrote that were not over at the horizon, and the sessions whose user is gone. One row at least, because
 * each has the next horizon.
 */
function newerThan(horizon: string, seconds: number): SQL {
  return sql`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, revoked.*
    from (select 1) one left join (
      select session_id, user_id::text, min_version,
        (extract(epoch from expires_at - now()) * 1000)::float8 as remaining
      from sign_in_revocations where tx >= ${horizon}::xid8 and expires_at > now()
      union all
      ${ofDeletedUsers(seconds)}
    ) revoked on true`;
}

/**
 * The sessions whose user is deleted or marked so, as far as an access token of theirs can be alive. Looked up, and not
 * written down by whoever deletes: a route, a script and a hand in psql need not think of tokens.
 */
function ofDeletedUsers(seconds: number): SQL {
  const { id, userId, lastUsedAt } = signInSessions;
  const isRecent = sql`${lastUsedAt} > now() - make_interval(secs => ${seconds})`;
  const deleted = sql`
      select ${id}, null, null::int, null::float8 from ${signInSessions}
      where ${userId} is null and ${isRecent}`;
  if (!isActive) return deleted;
  return sql`${deleted}
      union all
      select ${id}, null, null, null from ${signInSessions} join ${users} on ${userKey} = ${userId}
      where ${isRecent} and (${isActive}) is not true`;
}
