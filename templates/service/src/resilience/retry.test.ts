import { expect, test, vi } from 'vitest';
import { noTime } from '../../test/time';
import { Budget } from './budget';
import { realTime, type Retry, retried, type RetryOptions } from './retry';

const lost = new Error('lost');

/** Work that fails so often, and then gives how often it was done. */
function failingTimes(times: number, error: unknown = lost) {
  let attempts = 0;
  return vi.fn<() => Promise<number>>(async () => {
    attempts += 1;
    if (attempts <= times) throw error;
    return attempts;
  });
}

const options = (more: Partial<RetryOptions> = {}): RetryOptions => ({
  failureOf: () => 'unsent',
  budget: new Budget(),
  time: noTime(),
  ...more,
});

test('what works in the end is given, and each further attempt is told of', async () => {
  const told: Retry[] = [];
  const work = failingTimes(2);
  expect(await retried(work, options({ onRetry: (retry) => told.push(retry) }))).toBe(3);
  expect(told).toEqual([
    { failure: 'unsent', attempt: 1, delay: 0, error: lost },
    { failure: 'unsent', attempt: 2, delay: 100, error: lost },
  ]);
});

test('what is of no kind is not tried again', async () => {
  const work = failingTimes(1);
  await expect(retried(work, options({ failureOf: () => undefined }))).rejects.toBe(lost);
  expect(work).toHaveBeenCalledOnce();
});

test('nothing is tried again that would come after the deadline', async () => {
  const work = failingTimes(3);
  await expect(retried(work, options({ deadline: 100 }))).rejects.toBe(lost);
  expect(work).toHaveBeenCalledTimes(2);
  expect(await retried(failingTimes(2), options({ deadline: 101 }))).toBe(3);
});

test('nothing is tried again once nobody waits for it', async () => {
  const work = failingTimes(1);
  const cancelled = AbortSignal.abort(new Error('gone'));
  await expect(retried(work, options({ cancelled }))).rejects.toBe(lost);
  expect(work).toHaveBeenCalledOnce();
});

test('whoever stops waiting in between is told at once', async () => {
  const controller = new AbortController();
  const gone = new Error('gone');
  const work = failingTimes(3);
  const failing = options({
    cancelled: controller.signal,
    onRetry: ({ attempt }) => void (attempt === 2 && setImmediate(() => controller.abort(gone))),
    // A minute, which the test would not outlast.
    time: { ...realTime, random: () => 600 },
  });
  await expect(retried(work, failing)).rejects.toBe(gone);
  expect(work).toHaveBeenCalledTimes(2);
});

test('in an outage there are hardly more attempts than without any retries', async () => {
  const budget = new Budget();
  let attempts = 0;
  const work = () => {
    attempts += 1;
    return Promise.reject(lost);
  };
  for (let calls = 0; calls < 1000; calls += 1) {
    await expect(retried(work, options({ budget }))).rejects.toBe(lost);
  }
  expect(attempts).toBe(1050);
});

test('what succeeds gives a tenth of an attempt back', async () => {
  const budget = new Budget();
  while (budget.take());
  for (let calls = 0; calls < 9; calls += 1) await retried(failingTimes(0), options({ budget }));
  expect(budget.take()).toBe(false);
  await retried(failingTimes(0), options({ budget }));
  await retried(failingTimes(0), options({ budget }));
  expect(budget.take()).toBe(true);
  expect(budget.take()).toBe(false);
});

test('what was in the way of others takes nothing out of the budget', async () => {
  const budget = new Budget();
  while (budget.take());
  expect(await retried(failingTimes(2), options({ budget, failureOf: () => 'conflict' }))).toBe(3);
});
