import { sql } from 'drizzle-orm';
import type { Database } from '../db/client';
import {
  signInKeys,
  signInLimits,
  signInRevocations,
  signInSessions,
  signInTokens,
} from './tables';

/** How long a session that is over stays, for the person's list and for whoever looks into a theft. */
const KEPT_DAYS = 30;

/** Deletes what is over. Every process does it now and then; two at once delete the same rows, which does no harm. */
export async function cleanUp(db: Database): Promise<void> {
  const kept = sql`now() - make_interval(days => ${KEPT_DAYS})`;
  await db.delete(signInTokens).where(sql`${signInTokens.expiresAt} < now()`);
  await db.delete(signInRevocations).where(sql`${signInRevocations.expiresAt} < now()`);
  await db.delete(signInKeys).where(sql`${signInKeys.verifyUntil} < now()`);
  await db.delete(signInLimits).where(sql`${signInLimits.expire} < ${Date.now()}`);
  await db
    .delete(signInSessions)
    .where(sql`${signInSessions.expiresAt} < ${kept} or ${signInSessions.endedAt} < ${kept}`);
}
