import { setTimeout as sleep } from 'node:timers/promises';
import { isStale } from './connection';
import { postgresError } from './errors';

/** Both mean: nothing was done, and the same work may well succeed now. */
const TRANSIENT = new Set(['40001', '40P01']);

export interface Retry {
  attempt: number;
  /** SQLSTATE */
  code: string;
  /** Milliseconds until the next attempt. */
  delay: number;
}

export interface RetryOptions {
  /** How often the work is done at most, the first time included. */
  attempts?: number;
  /** The longest wait before the second attempt, in milliseconds; doubled for each further one. */
  baseDelay?: number;
  /** Told of each further attempt: `request.log` or `app.log`. */
  log?: { warn: (retry: Retry, message: string) => void };
}

/**
 * Does the work again when Postgres gave it up for a deadlock, a serialization failure or a plan from before a migration. Waits a random part of a
 * doubling time ("full jitter"), so that those who collided do not collide again.
 *
 * The work must be a whole transaction: nothing in it may have an effect outside of the database.
 *
 * @throws whatever the work throws, at once for any other error
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retryTransient<Result>(
  work: () => Promise<Result>,
  { attempts = 5, baseDelay = 20, log }: RetryOptions = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = postgresError(error)?.code ?? '';
      if (!(TRANSIENT.has(code) || isStale(error)) || attempt >= attempts) throw error;
      const delay = Math.random() * baseDelay * 2 ** (attempt - 1);
      log?.warn({ attempt, code, delay }, 'transaction is tried again');
      await sleep(delay);
    }
  }
}
