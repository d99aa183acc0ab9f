import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/client';
import type { Context } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { idempotencyAnswers as answers } from './table';

/** Which request it is. */
export interface Claim {
  caller: string;
  tenant: string;
  route: string;
  key: string;
  requestHash: string;
}

/** What a request was answered, as far as its route decides that. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Empty where there is none. */
  body: string;
}

/** An answer that is kept, with what it was asked for. */
export interface KeptAnswer extends Answer {
  requestHash: string;
}

const given = (name: string) => sql.placeholder(name);

const isOver = sql`${answers.createdAt} < now() - make_interval(hours => ${given('keptHours')})`;

/**
 * The claim is the row itself: who inserts it second waits for the transaction of the first. `lock_timeout` bounds that wait, and is as it
 * was when the claim succeeds. In one statement, because each one more is a way to Postgres and back. A row that is over is taken anew.
 */
const insertClaim = prepared(
  builder
    .insert(answers)
    .select(
      sql`select ${given('caller')}::text, ${given('tenant')}::text, ${given('route')}::text, ${given('key')}::text,
        ${given('requestHash')}::text, null::smallint, null::jsonb, null::text, now()
        from set_config('lock_timeout', ${given('wait')}, true)`,
    )
    .onConflictDoUpdate({
      target: [answers.caller, answers.tenant, answers.route, answers.key],
      set: { requestHash: sql`excluded.request_hash`, createdAt: sql`excluded.created_at` },
      setWhere: isOver,
    })
    .returning({
      lockTimeout: sql<string>`set_config('lock_timeout', ${given('lockTimeout')}, true)`,
    }),
);

export interface ClaimBounds {
  /** Milliseconds to wait for another transaction that has the key. */
  wait: number;
  /** Milliseconds that any other lock is waited for. */
  lockTimeout: number;
  /** For how many hours an answer is kept. */
  keptHours: number;
}

/**
 * Claims a key within a transaction, until that ends.
 *
 * @returns whether it is the first request with this key; if not, there is an answer
 * @throws what Postgres throws for a lock that was not had in time, when another transaction has the key for too long
 */
export async function claimKey(
  context: Context,
  claim: Claim,
  { wait, lockTimeout, keptHours }: ClaimBounds,
): Promise<boolean> {
  const claimed = await insertClaim(context, {
    ...claim,
    keptHours,
    // 0 would be for ever.
    wait: String(Math.max(1, Math.ceil(wait))),
    lockTimeout: String(lockTimeout),
  });
  return claimed.length > 0;
}

const isIt = and(
  eq(answers.caller, given('caller')),
  eq(answers.tenant, given('tenant')),
  eq(answers.route, given('route')),
  eq(answers.key, given('key')),
);

const selectAnswer = prepared(
  builder
    .select({
      requestHash: answers.requestHash,
      status: sql<number>`${answers.status}`,
      headers: sql<Record<string, string>>`${answers.headers}`,
      body: sql<string>`${answers.body}`,
    })
    .from(answers)
    .where(isIt),
);

/** The answer to an earlier request with the same key, in the transaction in which that could not be claimed. */
export async function keptAnswer(context: Context, claim: Claim): Promise<KeptAnswer> {
  const [kept] = await selectAnswer(context, { ...claim });
  // The claim that failed has locked it, so that it can't have been deleted since.
  if (!kept) throw new Error('The answer is gone.');
  return kept;
}

const updateAnswer = prepared(
  builder
    .update(answers)
    .set({ status: given('status'), headers: given('headers'), body: given('body') } as never)
    .where(isIt),
);

/** Keeps the answer to the request that claimed the key, with all that its transaction writes, or not at all. */
export async function keepAnswer(context: Context, claim: Claim, answer: Answer): Promise<void> {
  await updateAnswer(context, { ...claim, ...answer });
}

/** Rows that are deleted at once: few enough that nobody waits for them. */
const BATCH = 1000;

/**
 * Deletes what is over, in batches of their own. Processes that do it at once pass over each other's rows.
 *
 * @returns how many there were
 */
export async function deleteOldAnswers(db: Database, keptHours: number): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await db.execute(sql`
      delete from ${answers} where ctid = any(array(
        select ctid from ${answers}
        where ${answers.createdAt} < now() - make_interval(hours => ${keptHours})
        order by ${answers.createdAt} limit ${BATCH} for update skip locked
      ))`);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return deleted;
  }
}
