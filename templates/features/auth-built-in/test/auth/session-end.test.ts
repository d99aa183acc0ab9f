import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PASSWORD } from './people';
import type { Service } from './processes';
import {
  expectRefused,
  GRACE,
  PROCESS_TIMEOUT,
  refresh,
  rotate,
  startTwoProcesses,
  type TwoProcesses,
} from './two-processes';

vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

let s: TwoProcesses;
let first: Service;
let second: Service;
let strict: Service;

beforeAll(async () => {
  s = await startTwoProcesses();
  ({ first, second, strict } = s);
}, PROCESS_TIMEOUT);

afterAll(() => s.close());

describe('a token that was used is used again', () => {
  test('two generations back: refused, and the session is dead at the next call', async () => {
    const { token, accessToken } = await s.logIn();
    const newest = await rotate(second, await rotate(first, token));
    await expectRefused(second, token);
    // The ending outlives the error of the request that found out.
    expect(await s.sessionOf(newest)).toMatchObject({ endReason: 'reuse' });
    await expectRefused(first, newest);
    await expect.poll(async () => (await second.get('/v1/auth/me', accessToken)).status).toBe(401);
  });

  test('by three tabs that are a generation apart: the one before goes on, the oldest ends it', async () => {
    const { token: oldest } = await s.logIn();
    const middle = await rotate(first, oldest);
    const newest = await rotate(first, middle);
    expect(await rotate(second, middle)).toBe(newest);
    await expectRefused(second, oldest);
    await expectRefused(first, newest);
  });

  test('after a theft no generation is taken', async () => {
    const { token } = await s.logIn();
    const generations = [token];
    for (let n = 0; n < 4; n += 1) generations.push(await rotate(first, generations[n] as string));
    await expectRefused(second, token);
    for (const generation of generations) await expectRefused(first, generation);
  });

  test('past the grace: the session ends', async () => {
    const { token } = await s.logIn();
    const successor = await rotate(first, token);
    await s.wait(successor, GRACE + 1);
    await expectRefused(second, token);
    await expectRefused(first, successor);
  });

  test('within the grace, again and again: that makes it no longer, and forks nothing', async () => {
    const { token } = await s.logIn();
    const successor = await rotate(first, token);
    const { rotatedAt } = (await s.sessionOf(token)) ?? {};
    for (let n = 0; n < 3; n += 1) expect(await rotate(second, token)).toBe(successor);
    expect((await s.sessionOf(token))?.rotatedAt).toEqual(rotatedAt);
    await rotate(first, successor);
    await expectRefused(second, token);
  });

  test('in strict mode at all: the session ends [ASVS 10.4.5]', async () => {
    const { token } = await s.logIn();
    const successor = await rotate(strict, token);
    await expectRefused(strict, token);
    await expectRefused(strict, successor);
  });

  test('in strict mode, whatever the clocks say', async () => {
    const { token } = await s.logIn();
    await s.wait(await rotate(strict, token), -1);
    await expectRefused(strict, token);
  });

  test('in strict mode by two at once: at most one is answered [ASVS 10.4.5]', async () => {
    const { token } = await s.logIn();
    const asked = Array.from({ length: 20 }, () => refresh(strict, token));
    const answered = (await Promise.all(asked)).filter(({ status }) => status === 200);
    expect(answered).toHaveLength(1);
  });

  test('the person sees it in their sessions', async () => {
    const { email, token } = await s.logIn();
    await rotate(first, await rotate(first, token));
    await expectRefused(first, token);
    const body = { email, password: PASSWORD, client: 'api' };
    const { accessToken } = (await second.post('/v1/auth/login', body)).body;
    const { data } = (await second.get('/v1/auth/sessions', accessToken)).body;
    expect(data).toMatchObject([{ endReason: null }, { endReason: 'reuse' }]);
  });
});

describe('a session is over', () => {
  test.each([
    ['idle for too long [ASVS 7.3.1]', { rotatedAt: sql`now() - interval '8 days'` }],
    ['however much it is used [ASVS 7.3.2]', { expiresAt: sql`now()` }],
  ])('%s', async (_, change) => {
    const { token } = await s.logIn();
    await s.changeSession(token, change);
    await expectRefused(first, token);
  });

  test('also for a token that the grace would still answer', async () => {
    const { token } = await s.logIn();
    await rotate(first, token);
    await s.changeSession(token, { expiresAt: sql`now()` });
    await expectRefused(second, token);
    expect(await s.sessionOf(token)).toMatchObject({ endReason: null });
  });

  test('after a log-out that races refreshes [ASVS 7.4.1]', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { token } = await s.logIn();
      const [{ status, body }] = await Promise.all([
        refresh(first, token),
        second.post('/v1/auth/logout', { refreshToken: token }),
      ]);
      if (status === 200) await expectRefused(first, body.refreshToken);
      await expectRefused(second, token);
    }
  });

  async function changePassword() {
    const { email, token } = await s.logIn();
    const login = { email, password: PASSWORD, client: 'api' };
    const other = (await second.post('/v1/auth/login', login)).body;
    const { refreshToken: newest, accessToken } = (await refresh(first, token)).body;
    const change = { currentPassword: PASSWORD, password: 'another horse battery' };
    const { status, body } = await first.post('/v1/auth/change-password', change, accessToken);
    expect(status).toBe(200);
    return { token, newest, other: other.refreshToken, next: body.refreshToken };
  }

  test('after a change of password: every other session; this one goes on', async () => {
    const { other, next } = await changePassword();
    await expectRefused(second, other);
    await rotate(second, next);
  });

  test.each(['token', 'newest'] as const)(
    'after a change of password, for the %s before it, without a grace',
    async (name) => {
      const { next, ...before } = await changePassword();
      await expectRefused(second, before[name]);
      await expectRefused(first, next);
    },
  );

  test('when the account is disabled [ASVS 7.4.2]', async () => {
    const disabled = await s.logIn();
    await s.t.db.execute(
      sql`update sign_in_accounts set disabled_at = now() where email = ${disabled.email}`,
    );
    await expectRefused(first, disabled.token);
  });
});
