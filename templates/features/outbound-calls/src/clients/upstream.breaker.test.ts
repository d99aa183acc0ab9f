import { expect, test, vi } from 'vitest';
import { clientOf, fakeClock, get, good, NOW } from '../../test/clients/upstream';

fakeClock();

test('whoever keeps failing is left alone for a while', async () => {
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call, seen, lines } = await clientOf([...failing, good]);
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  expect(seen).toHaveLength(10);
  await expect(call()).rejects.toMatchObject({ failure: 'closed' });
  expect(seen).toHaveLength(10);
  expect(lines.filter((line) => line.includes('"breaker":"Open"'))).toHaveLength(1);
  vi.setSystemTime(NOW + 10_001);
  expect(await call()).toEqual({ id: '1' });
});

test('a caller who gives up does not tell whether the other side is there again', async () => {
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call, seen } = await clientOf([...failing, { fault: 'silent' }], { timeout: 60_000 });
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  vi.setSystemTime(NOW + 10_001);
  const controller = new AbortController();
  const probe = call(get, { cancelled: controller.signal });
  await expect.poll(() => seen.length).toBe(11);
  controller.abort(new Error('gone'));
  await expect(probe).rejects.toThrow('gone');
  await expect(call()).rejects.toMatchObject({ failure: 'closed' });
  expect(seen).toHaveLength(11);
});

test('nor do callers who give up say anything against it', async () => {
  const { call, seen } = await clientOf([{ fault: 'silent' }], { timeout: 60_000 });
  for (let calls = 1; calls <= 12; calls += 1) {
    const controller = new AbortController();
    const calling = call(get, { cancelled: controller.signal });
    await expect.poll(() => seen.length).toBe(calls);
    controller.abort(new Error('gone'));
    await expect(calling).rejects.toThrow('gone');
  }
});

test('calls that are refused say nothing against the other side', async () => {
  const { call, seen } = await clientOf([{ status: 404 }]);
  for (let calls = 0; calls < 30; calls += 1) await call().catch(() => {});
  expect(seen).toHaveLength(30);
});

test('there are only so many calls at once, and as many wait', async () => {
  const { call, seen } = await clientOf([{ fault: 'silent' }], { concurrency: 2, timeout: 60_000 });
  const controller = new AbortController();
  const by = { cancelled: controller.signal };
  const waiting = [1, 2, 3, 4].map(() => call(get, by));
  await expect(call(get, by)).rejects.toMatchObject({ failure: 'closed' });
  await expect.poll(() => seen.length).toBe(2);
  controller.abort();
  await Promise.allSettled(waiting);
});
