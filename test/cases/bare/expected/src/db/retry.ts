import { Budget } from '../resilience/budget';
import type { Failure } from '../resilience/failures';
import { type Retry, type RetryOptions as Options, retried } from '../resilience/retry';
import { isStale } from './connection';
import { postgresError, wasUnsent } from './errors';

export interface RetryOptions extends Pick<Options, 'cancelled' | 'deadline' | 'time'> {
  /** Told of each further attempt: `request.log` or `app.log`. */
  log?: { warn: (retry: Omit<Retry, 'error'> & { code: string }, message: string) => void };
  /** Of further attempts; by default that of the process, which has one database. */
  budget?: Budget;
}

const ownBudget = new Budget();

/**
 * Does the work again when nothing of it was done: Postgres gave it up for a deadlock, a serialization failure or a plan from before a
 * migration, or no connection came about. How often and when, `src/resilience/failures.ts` says.
 *
 * The work must be a whole transaction: nothing in it may have an effect outside of the database.
 *
 * @param options a request is enough: it has its log, its deadline and its end
 * @throws whatever the work throws, at once for any other error
 */
export function retryTransient<Result>(
  work: () => Promise<Result>,
  { log, budget = ownBudget, cancelled, deadline, time }: RetryOptions = {},
): Promise<Result> {
  const onRetry = ({ error, ...retry }: Retry) => {
    const code = postgresError(error)?.code ?? '';
    log?.warn({ ...retry, code }, 'transaction is tried again');
  };
  return retried(work, { failureOf, budget, onRetry, cancelled, deadline, time });
}

/** Those of which it is known that nothing was done. A connection that broke under a statement is none: it may have been done. */
function failureOf(error: unknown): Failure | undefined {
  const code = postgresError(error)?.code;
  if (code === '40001' || code === '40P01') return 'conflict';
  if (isStale(error)) return 'stalePlan';
  return wasUnsent(error) ? 'unsent' : undefined;
}
