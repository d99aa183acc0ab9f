import type { Removal } from './removal.ts';

const table = 'src/resilience/failures.ts';
const loop = 'src/resilience/retry.ts';

/** What is tried again, how often and when. */
export const retries: Removal[] = [
  {
    promise: 'who failed together does not come back together',
    file: table,
    from: 'random * Math.min',
    to: 'Math.min',
    tests: ['src/resilience'],
  },
  {
    promise: 'no wait grows without end',
    file: table,
    from: 'Math.min(longest, base * 2 ** (waits - 1))',
    to: '(base * 2 ** (waits - 1))',
    tests: ['src/resilience'],
  },
  {
    promise: 'each failure has its number of attempts',
    file: table,
    from: 'if (attempt >= attempts) return undefined;',
    to: 'if (attempt >= attempts + 1) return undefined;',
    tests: ['src/resilience'],
  },
  {
    promise: 'retries do not multiply an outage',
    file: loop,
    from: '      if (!isFree && !budget.take()) throw error;\n',
    to: '',
    tests: ['src/resilience'],
  },
  {
    promise: 'nothing is tried again beyond the deadline of the request',
    file: loop,
    from: '|| time.now() + delay >= deadline',
    to: '',
    tests: ['src/resilience'],
  },
  {
    promise: 'nothing is tried again once nobody waits for it',
    file: loop,
    from: 'cancelled?.aborted ? undefined : failureOf(error)',
    to: 'failureOf(error)',
    tests: ['src/resilience'],
  },
  {
    promise: 'a connection that does not come about is tried again',
    file: 'src/db/connection.ts',
    from: 'noteUnsent(error)',
    to: 'error',
    tests: ['src/db/retry'],
  },
  {
    promise: 'waiting for a connection in vain is not tried again',
    file: 'src/db/errors.ts',
    from: 'if (isAway && !/time ?out/i.test(error.message)) unsent.add(error);',
    to: 'unsent.add(error);',
    tests: ['src/db/retry'],
  },
  {
    promise: 'who was in the way of others takes nothing from what is left for an outage',
    file: table,
    from: 'conflict: { attempts: 5, base: 20, longest: 100, isFree: true }',
    to: 'conflict: { attempts: 5, base: 20, longest: 100 }',
    tests: ['src/resilience'],
  },
  {
    promise: 'what succeeds gives a part of an attempt back',
    file: 'src/resilience/budget.ts',
    from: 'Math.min(CAPACITY, this.#left + REFILL)',
    to: 'this.#left',
    tests: ['src/resilience'],
  },
  {
    promise: 'a connection that broke under a statement is not tried again',
    file: 'src/db/retry.ts',
    from: "return wasUnsent(error) ? 'unsent' : undefined;",
    to: "return wasUnsent(error) || error instanceof Error ? 'unsent' : undefined;",
    tests: ['src/db/retry'],
  },
];
