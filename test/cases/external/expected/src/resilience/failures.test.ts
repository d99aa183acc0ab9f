import { expect, test } from 'vitest';
import { noTime } from '../../test/time';
import { Budget } from './budget';
import { type Failure, FAILURES } from './failures';
import { retried } from './retry';

/** The longest wait before each further attempt: there is one for each number. */
const WAITS: Record<Failure, number[]> = {
  conflict: [20, 40, 80, 100],
  stalePlan: [20, 40, 80, 100],
  unsent: [0, 100, 200],
  refused: [],
  limited: [200, 400, 800],
  failing: [500, 1000],
  late: [0, 250],
  lost: [0, 250],
  closed: [],
  broken: [],
};

const failures = Object.keys(FAILURES) as Failure[];

/** What happens to work that keeps failing in one way. */
async function failing(failure: Failure, chance: number) {
  const time = noTime(chance);
  let attempts = 0;
  const work = () => {
    attempts += 1;
    return Promise.reject(new Error(failure));
  };
  const options = { failureOf: () => failure, budget: new Budget(), time };
  await expect(retried(work, options)).rejects.toThrow(failure);
  return { attempts, waits: time.waits };
}

test.each(failures)(
  '%s is tried again as the table says, after a random part of each wait',
  async (failure) => {
    const longest = WAITS[failure];
    expect(await failing(failure, 1)).toEqual({ attempts: longest.length + 1, waits: longest });
    const halves = longest.map((wait) => wait / 2);
    expect((await failing(failure, 0.5)).waits).toEqual(halves);
  },
);
