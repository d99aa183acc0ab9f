import { is } from 'drizzle-orm';
import { PgTransaction, type PgTransactionConfig } from 'drizzle-orm/pg-core';
import type { Context } from './context';
import { type RetryOptions, retryTransient } from './retry';

export type TransactionOptions = PgTransactionConfig & RetryOptions;

/**
 * Runs the work in one transaction: all of it happens, or nothing. A deadlock or serialization failure makes it run
 * again from the start, so the work must have no effect outside of the database (no mail, no HTTP call).
 *
 * Within a transaction, the work is a part of that: undone by itself when it fails, and only tried again with the whole.
 *
 * ```ts
 * await inTransaction(contextOf(request), async (context) => {
 *   const order = await queries.create(context, request.body);
 *   await insertItems(context, order.id, items);
 * });
 * ```
 *
 * @param work what it is given is the context with the transaction in it: whatever runs with another context is not part of it
 * @param options isolation level and access mode of the whole, and how to retry
 */
export function inTransaction<Given extends Context, Result>(
  context: Given,
  work: (context: Given) => Promise<Result>,
  { attempts, baseDelay, log, ...config }: TransactionOptions = {},
): Promise<Result> {
  const { db } = context;
  if (is(db, PgTransaction)) return db.transaction((tx) => work({ ...context, db: tx }));
  return retryTransient(() => db.transaction((tx) => work({ ...context, db: tx }), config), {
    attempts,
    baseDelay,
    log,
  });
}
