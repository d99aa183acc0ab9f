/** What is done about a failure of one kind. Times are milliseconds. */
export interface Treatment {
  /** How often a thing is done at most, the first time included: 1 is never again. */
  attempts: number;
  /** The longest wait before the second attempt; doubled for each further one. */
  base: number;
  /** No wait grows beyond that. */
  longest: number;
  /** The second attempt comes at once, and the wait begins with the third: most such failures are over by then. */
  atOnce?: true;
  /** Takes nothing out of the budget: whoever was in the way has got on, so it can't be an outage. */
  isFree?: true;
}

/**
 * What each kind of failure means, for whatever is tried again. It is the one place where that is decided: what a failure is, whoever
 * meets it says (`src/db/retry.ts` for Postgres); what is done about it stands here. What has no row is never tried again.
 */
export const FAILURES = {
  /** A deadlock or a serialization failure: nothing was done. The whole transaction is repeated. */
  conflict: { attempts: 5, base: 20, longest: 100, isFree: true },
  /** A statement was prepared before a migration: nothing was done, and each connection learns of it once. */
  stalePlan: { attempts: 5, base: 20, longest: 100, isFree: true },
  /** No connection came about: nothing was sent. */
  unsent: { attempts: 4, base: 100, longest: 1000, atOnce: true },
} satisfies Record<string, Treatment>;

export type Failure = keyof typeof FAILURES;

/**
 * How long to wait before a thing is done again: a random part of a doubling time ("full jitter"), so that those who failed
 * together do not come back together.
 *
 * @param attempt how many there have been
 * @param random from 0 to 1
 * @returns milliseconds; undefined where it is not done again
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function delayAfter(failure: Failure, attempt: number, random: number): number | undefined {
  const { attempts, base, longest, atOnce }: Treatment = FAILURES[failure];
  if (attempt >= attempts) return undefined;
  const waits = atOnce ? attempt - 1 : attempt;
  return waits === 0 ? 0 : random * Math.min(longest, base * 2 ** (waits - 1));
}
