import { randomBytes } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Context } from '../db/context';
import type { Database } from '../db/client';
import { signInTokens } from './tables';
import { unprocessable } from '../http/problem';
import { sha256 } from './secrets';
import type { UserId } from './users';

export type Purpose = (typeof signInTokens.$inferSelect)['purpose'];

const MAX_AGE_MINUTES = 60;

/** @returns the token for the mail; the database holds its hash only */
export async function createOneTimeToken(
  db: Context['db'],
  purpose: Purpose,
  { userId, email }: { userId: UserId; email: string },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = sql`now() + make_interval(mins => ${MAX_AGE_MINUTES})`;
  await db.insert(signInTokens).values({ hash: sha256(token), purpose, userId, email, expiresAt });
  return token;
}

/**
 * Uses a token up. It is deleted in the transaction of what it allows: of two requests with one token the second waits
 * for the first, and then finds none; if what it allows fails, it is there again.
 *
 * @throws {Problem} 422 when there is no such token, or it is over
 */
export async function useOneTimeToken(tx: Context['db'], purpose: Purpose, token: string) {
  const [used] = await tx
    .delete(signInTokens)
    .where(isToken(purpose, token))
    .returning({ userId: signInTokens.userId, email: signInTokens.email });
  if (!used) throw noSuchToken();
  return used;
}

/** The address that a token proves, without using it up: what can be refused for other reasons is refused first. */
export async function emailOfToken(db: Database, purpose: Purpose, token: string): Promise<string> {
  const [found] = await db
    .select({ email: signInTokens.email })
    .from(signInTokens)
    .where(isToken(purpose, token));
  if (!found) throw noSuchToken();
  return found.email;
}

/** What was mailed before a change of password must not undo it. */
export async function voidOneTimeTokens(tx: Context['db'], userId: UserId): Promise<void> {
  await tx.delete(signInTokens).where(eq(signInTokens.userId, userId));
}

function isToken(purpose: Purpose, token: string) {
  return and(
    eq(signInTokens.hash, sha256(token)),
    eq(signInTokens.purpose, purpose),
    gt(signInTokens.expiresAt, sql`now()`),
  );
}

function noSuchToken() {
  const detail = 'The link was used, or is too old: ask for a new one';
  return unprocessable('The token is not valid.', [{ pointer: '#/token', detail }]);
}
