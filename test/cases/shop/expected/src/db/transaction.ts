import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './client';
import { type RetryOptions, retryTransient } from './retry';

export type TransactionOptions = PgTransactionConfig & RetryOptions;

/**
 * Runs the work in one transaction: all of it happens, or nothing. A deadlock or serialization failure makes it run
 * again from the start, so the work must have no effect outside of the database (no mail, no HTTP call).
 *
 * @param options isolation level and access mode, and how to retry
 */
export function inTransaction<Result>(
  db: Database,
  work: (tx: Transaction) => Promise<Result>,
  { attempts, baseDelay, log, ...config }: TransactionOptions = {},
): Promise<Result> {
  return retryTransient(() => db.transaction(work, config), { attempts, baseDelay, log });
}
