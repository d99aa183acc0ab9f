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
  /** How long a wait the other side may ask for (`Retry-After`). */
  heeds?: number;
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
  /** 400, 401, 403, 404, 422, any other 4xx, and redirects: the same again gets the same answer. */
  refused: { attempts: 1, base: 0, longest: 0 },
  /** 408 and 429: too much at once. Retry-After counts. */
  limited: { attempts: 4, base: 200, longest: 2000, heeds: 30_000 },
  /** 5xx: the other side is in trouble, and needs longer. Of a 503, Retry-After counts. */
  failing: { attempts: 3, base: 500, longest: 5000, heeds: 30_000 },
  /** No answer within the time of one attempt. */
  late: { attempts: 3, base: 250, longest: 2500, atOnce: true },
  /** A call's connection did not come about, or broke: there is no answer, or half of one. */
  lost: { attempts: 3, base: 250, longest: 2500, atOnce: true },
  /** The breaker is open, or too many calls are under way: to fail at once is what they are for. */
  closed: { attempts: 1, base: 0, longest: 0 },
  /** An answer that is no JSON, too long, or of another shape than agreed: the next one would be, too. */
  broken: { attempts: 1, base: 0, longest: 0 },
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
