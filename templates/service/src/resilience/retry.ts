import { setTimeout } from 'node:timers/promises';
import type { Budget } from './budget';
import { delayAfter, type Failure, FAILURES, type Treatment } from './failures';

/** Where time and chance come from; tests bring their own. */
export interface Time {
  /** Milliseconds, as `performance.now()` counts them. */
  now: () => number;
  random: () => number;
  /** @throws the signal's reason, as soon as there is one */
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

export const realTime: Time = {
  now: () => performance.now(),
  random: Math.random,
  sleep: async (milliseconds, signal) => {
    // setTimeout would throw an error of its own, and not the reason.
    await setTimeout(milliseconds, undefined, signal && { signal }).catch(() => {});
    signal?.throwIfAborted();
  },
};

/** Whoever waits for it: a request is one. */
export interface Waiting {
  /** Ends the waiting: their time is up, or nobody waits any more. */
  cancelled?: AbortSignal | undefined;
  /** Until when an answer is of use, as `performance.now()` counts; for ever where it is not given. */
  deadline?: number | undefined;
}

/** A failure that is about to be tried again. */
export interface Retry {
  failure: Failure;
  /** How many attempts there have been. */
  attempt: number;
  /** Milliseconds until the next one. */
  delay: number;
  error: unknown;
}

export interface RetryOptions extends Waiting {
  /** What kind of failure an error is; undefined for one that is never tried again. */
  failureOf: (error: unknown) => Failure | undefined;
  /** How long to wait, where that is not just what the table says. */
  delayOf?: (error: unknown, attempt: number, random: number) => number | undefined;
  budget: Budget;
  onRetry?: (retry: Retry) => void;
  time?: Time | undefined;
}

/**
 * Does the work, and does it again as long as `FAILURES` says so, the budget has something left and the deadline is not near. Only for
 * work that may be done twice.
 *
 * @throws whatever the work throws last; the reason of the signal, when it comes while nothing is done
 */
export async function retried<Result>(
  work: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const { failureOf, delayOf, budget, onRetry, cancelled } = options;
  const { deadline = Infinity, time = realTime } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await work();
      budget.succeeded();
      return result;
    } catch (error) {
      const failure = cancelled?.aborted ? undefined : failureOf(error);
      if (!failure) throw error;
      const random = time.random();
      const delay = delayOf
        ? delayOf(error, attempt, random)
        : delayAfter(failure, attempt, random);
      // Whoever waits would be gone before the next attempt.
      if (delay === undefined || time.now() + delay >= deadline) throw error;
      const { isFree }: Treatment = FAILURES[failure];
      if (!isFree && !budget.take()) throw error;
      onRetry?.({ failure, attempt, delay, error });
      await time.sleep(delay, cancelled);
    }
  }
}
