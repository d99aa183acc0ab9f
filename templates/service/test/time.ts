import type { Time } from '../src/resilience/retry';

export interface NoTime extends Time {
  /** The waits that there would have been, in milliseconds. */
  waits: number[];
}

/**
 * Time that passes only where somebody sleeps, at once.
 *
 * @param chance what `random` gives
 */
export function noTime(chance = 1): NoTime {
  const waits: number[] = [];
  return {
    waits,
    now: () => waits.reduce((sum, wait) => sum + wait, 0),
    random: () => chance,
    sleep: async (milliseconds, signal) => {
      waits.push(milliseconds);
      signal?.throwIfAborted();
    },
  };
}
