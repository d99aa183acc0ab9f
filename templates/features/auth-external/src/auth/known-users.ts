import { eq, sql } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { JWTPayload } from 'jose';
import type { Database } from '../db/client';
import { postgresError } from '../db/errors';
import { builder, prepared } from '../db/prepared';
import { Problem } from '../http/problem';
import { subjectOf } from './claims';
import { isActive, newUser, Subject, type UserId, userKey, users, userSubject } from './users';

/** Whoever is deleted, or kept out by what their row says, is out on every process after this time: within two seconds. */
const MAX_AGE = 1500;

/** Each entry is some hundred bytes. */
const MAX_KNOWN = 10_000;

const selectUser = prepared(
  builder
    .select({ id: userKey, mayCall: sql<boolean>`${isActive ?? sql`true`}`.as('may_call') })
    .from(users)
    .where(eq(userSubject, sql.placeholder('subject'))),
);

type Found = { userId: UserId } | { refused: string };

/** Whose token it is. */
export interface KnownUsers {
  /**
   * The user whom a token is about. Whoever calls for the first time gets a row.
   *
   * @throws {Problem} 403 when there is none and none can be made, and why
   */
  userOf: (claims: JWTPayload) => Promise<UserId>;
}

/** Users are looked up in the database once in a while, and not for each request. */
export function knownUsers(db: Database, log: FastifyBaseLogger): KnownUsers {
  const known = new Map<string, { found: Promise<Found>; until: number }>();

  async function select(subject: string): Promise<Found | undefined> {
    const [row] = await selectUser({ db }, { subject });
    if (!row) return undefined;
    return row.mayCall ? { userId: row.id } : { refused: 'Your user is deleted or kept out here.' };
  }

  async function findOrMake(subject: string, claims: JWTPayload): Promise<Found> {
    const found = await select(subject);
    if (found) return found;
    const row = newUser(subject, claims);
    if (!row) {
      return { refused: 'You have no user here, and your token does not say enough to make one.' };
    }
    try {
      // Two first requests at once make one row. What else is in the way is somebody else's, and never taken over: an address in a
      // token is no proof that the row with it is theirs.
      await db.insert(users).values(row).onConflictDoNothing();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ err: error }, 'no row could be made for a user');
    }
    const made = await select(subject);
    return made ?? { refused: 'You have no user here, and your token does not fit for a new one.' };
  }

  function lookUp(subject: string, claims: JWTPayload): Promise<Found> {
    const entry = known.get(subject);
    if (entry && entry.until > Date.now()) return entry.found;
    const found = findOrMake(subject, claims);
    known.delete(subject);
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value as string);
    known.set(subject, { found, until: Date.now() + MAX_AGE });
    // A failure is nothing to remember.
    found.catch(() => known.delete(subject));
    return found;
  }

  return {
    userOf: async (claims) => {
      const { data: subject } = Subject.safeParse(subjectOf(claims));
      if (subject === undefined) throw forbidden('The subject of your token names no user here.');
      const found = await lookUp(subject, claims);
      if ('refused' in found) throw forbidden(found.refused);
      return found.userId;
    },
  };
}

const forbidden = (detail: string) => new Problem(403, { detail });

/** A constraint, or a value that a column does not take. */
function isRefusal(error: unknown): boolean {
  return /^2[23]/.test(postgresError(error)?.code ?? '');
}
