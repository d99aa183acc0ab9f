import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { setRole } from '../../src/auth/accounts';
import { refreshTokens } from '../../src/auth/refresh-token';
import { signInSessions } from '../../src/auth/tables';
import type { UserId } from '../../src/auth/users';
import { createTestApp, type TestApp } from '../app';
import { createPerson, PASSWORD } from './people';
import { listen, type Service, startProcess } from './processes';

// Two processes on one database, over HTTP: what holds only inside one process does not hold.

const SECRET = 'K7vN2pQx9RmT4wYz8BcD5fGh3JkL6sVa1EuX0oPiZn4=';
const GRACE = 3600;
/** A process compiles the service first, on a machine that has other things to do. */
const PROCESS_TIMEOUT = 120_000;
vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

const closing: TestApp[] = [];
let t: TestApp;
let first: Service;
let second: Service;
let strict: Service;

beforeAll(async () => {
  const env = { AUTH_SECRET: SECRET, AUTH_REFRESH_GRACE_SECONDS: String(GRACE) };
  const starting = startProcess(env);
  t = await createTestApp({ env });
  const withoutGrace = await createTestApp({ env: { ...env, AUTH_REFRESH_GRACE_SECONDS: '0' } });
  closing.push(t, withoutGrace);
  first = await listen(t.app);
  strict = await listen(withoutGrace.app);
  second = await starting;
}, PROCESS_TIMEOUT);

afterAll(() => Promise.all(closing.map(({ close }) => close())));

async function logIn() {
  const person = await createPerson(t.db);
  const body = { email: person.email, password: PASSWORD, client: 'api' };
  const answer = await first.post('/v1/auth/login', body);
  expect(answer.status).toBe(200);
  return { ...person, token: answer.body.refreshToken, accessToken: answer.body.accessToken };
}

const refresh = (service: Service, refreshToken: string) =>
  service.post('/v1/auth/refresh', { refreshToken });

/** @returns the successor */
async function rotate(service: Service, token: string): Promise<string> {
  const { status, body } = await refresh(service, token);
  expect(status).toBe(200);
  return body.refreshToken;
}

async function expectRefused(service: Service, token: string): Promise<void> {
  const { status, body } = await refresh(service, token);
  expect([status, body.title]).toEqual([401, 'Unauthorized']);
}

const claimOf = (token: string) => {
  const claim = refreshTokens([SECRET], 'http://localhost:3000').decode(token);
  if (!claim) throw new Error('It is not one of our tokens.');
  return claim;
};

const sessionOf = async (token: string) => {
  const isIt = eq(signInSessions.id, claimOf(token).sessionId);
  const [row] = await t.db.select().from(signInSessions).where(isIt);
  return row;
};

/** As if so many seconds had passed since the last rotation. */
async function wait(token: string, seconds: number): Promise<void> {
  const back = sql`${signInSessions.rotatedAt} - make_interval(secs => ${seconds})`;
  const isIt = eq(signInSessions.id, claimOf(token).sessionId);
  await t.db.update(signInSessions).set({ rotatedAt: back }).where(isIt);
}

describe('a session goes on', () => {
  test('for 128 refreshes in a row, in one row of the database', async () => {
    let { token } = await logIn();
    for (let round = 0; round < 128; round += 1) {
      token = await rotate(round % 2 === 0 ? first : second, token);
    }
    expect(claimOf(token).counter).toBe(128);
    const { userId } = (await sessionOf(token)) ?? {};
    const isTheirs = eq(signInSessions.userId, userId as UserId);
    expect(await t.db.$count(signInSessions, isTheirs)).toBe(1);
  });

  test('when fifty ask at once with one token: one successor, the same bytes for all', async () => {
    const { token } = await logIn();
    const asked = Array.from({ length: 50 }, (_, n) => rotate(n % 2 === 0 ? first : second, token));
    const [successor, ...others] = new Set(await Promise.all(asked));
    expect(others).toEqual([]);
    expect(claimOf(successor as string).counter).toBe(1);
    await rotate(second, successor as string);
  });

  test('when an answer was lost: asked again, it is the same', async () => {
    const { token } = await logIn();
    const lost = await rotate(first, token);
    expect(await rotate(second, token)).toBe(lost);
    await rotate(first, lost);
  });

  test('when the process was killed between commit and answer', async () => {
    const { token } = await logIn();
    const dying = await startProcess({ AUTH_SECRET: SECRET, DIES_BEFORE_ANSWER: 'true' });
    await expect(refresh(dying, token)).rejects.toThrow('fetch failed');
    expect((await sessionOf(token))?.counter).toBe(1);
    expect(claimOf(await rotate(second, token)).counter).toBe(1);
  });

  test('with a new role, for the predecessor too', async () => {
    const { email, token } = await logIn();
    const successor = await rotate(first, token);
    await setRole(t.db, { email, role: 'admin' }, { accessTokenSeconds: 600 });
    const { status, body } = await refresh(second, token);
    expect([status, body.refreshToken]).toEqual([200, successor]);
    expect(payloadOf(body.accessToken).roles).toEqual(['admin']);
  });
});

describe('a token that was used is used again', () => {
  test('two generations back: refused, and the session is dead at the next call', async () => {
    const { token, accessToken } = await logIn();
    const newest = await rotate(second, await rotate(first, token));
    await expectRefused(second, token);
    // The ending outlives the error of the request that found out.
    expect(await sessionOf(newest)).toMatchObject({ endReason: 'reuse' });
    await expectRefused(first, newest);
    await expect
      .poll(async () => (await second.get('/v1/auth/me', accessToken)).status, { timeout: 2000 })
      .toBe(401);
  });

  test('by three tabs that are a generation apart: the one before goes on, the oldest ends it', async () => {
    const { token: oldest } = await logIn();
    const middle = await rotate(first, oldest);
    const newest = await rotate(first, middle);
    expect(await rotate(second, middle)).toBe(newest);
    await expectRefused(second, oldest);
    await expectRefused(first, newest);
  });

  test('after a theft no generation is taken', async () => {
    const { token } = await logIn();
    const generations = [token];
    for (let n = 0; n < 4; n += 1) generations.push(await rotate(first, generations[n] as string));
    await expectRefused(second, token);
    for (const generation of generations) await expectRefused(first, generation);
  });

  test('past the grace: the session ends', async () => {
    const { token } = await logIn();
    const successor = await rotate(first, token);
    await wait(successor, GRACE + 1);
    await expectRefused(second, token);
    await expectRefused(first, successor);
  });

  test('within the grace, again and again: that makes it no longer, and forks nothing', async () => {
    const { token } = await logIn();
    const successor = await rotate(first, token);
    const { rotatedAt } = (await sessionOf(token)) ?? {};
    for (let n = 0; n < 3; n += 1) expect(await rotate(second, token)).toBe(successor);
    expect((await sessionOf(token))?.rotatedAt).toEqual(rotatedAt);
    await rotate(first, successor);
    await expectRefused(second, token);
  });

  test('in strict mode at all: the session ends', async () => {
    const { token } = await logIn();
    const successor = await rotate(strict, token);
    await expectRefused(strict, token);
    await expectRefused(strict, successor);
  });

  test('in strict mode, whatever the clocks say', async () => {
    const { token } = await logIn();
    await wait(await rotate(strict, token), -1);
    await expectRefused(strict, token);
  });

  test('in strict mode by two at once: at most one is answered', async () => {
    const { token } = await logIn();
    const asked = Array.from({ length: 20 }, () => refresh(strict, token));
    const answered = (await Promise.all(asked)).filter(({ status }) => status === 200);
    expect(answered).toHaveLength(1);
  });

  test('the person sees it in their sessions', async () => {
    const { email, token } = await logIn();
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
    ['idle for too long', { rotatedAt: sql`now() - interval '8 days'` }],
    ['however much it is used', { expiresAt: sql`now()` }],
  ])('%s', async (_, change) => {
    const { token } = await logIn();
    const isIt = eq(signInSessions.id, claimOf(token).sessionId);
    await t.db.update(signInSessions).set(change).where(isIt);
    await expectRefused(first, token);
  });

  test('also for a token that the grace would still answer', async () => {
    const { token } = await logIn();
    await rotate(first, token);
    const isIt = eq(signInSessions.id, claimOf(token).sessionId);
    await t.db
      .update(signInSessions)
      .set({ expiresAt: sql`now()` })
      .where(isIt);
    await expectRefused(second, token);
    expect(await sessionOf(token)).toMatchObject({ endReason: null });
  });

  test('after a log-out that races refreshes', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { token } = await logIn();
      const [{ status, body }] = await Promise.all([
        refresh(first, token),
        second.post('/v1/auth/logout', { refreshToken: token }),
      ]);
      if (status === 200) await expectRefused(first, body.refreshToken);
      await expectRefused(second, token);
    }
  });

  async function changePassword() {
    const { email, token } = await logIn();
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

  test('when the account is disabled', async () => {
    const disabled = await logIn();
    await t.db.execute(
      sql`update sign_in_accounts set disabled_at = now() where email = ${disabled.email}`,
    );
    await expectRefused(first, disabled.token);
  });
});

describe('a token that is none of ours', () => {
  const forge = (token: string, at: number) => {
    const bytes = Buffer.from(token, 'base64url');
    bytes[at] = (bytes[at] as number) ^ 1;
    return bytes.toString('base64url');
  };

  test('cut short, changed at any place, or of another service', async () => {
    const { token } = await logIn();
    const other = refreshTokens([SECRET.replace('K', 'L')], 'http://localhost:3000');
    const neighbour = refreshTokens([SECRET], 'http://localhost:4000');
    const places = [0, 1, 5, 20, 24, 25, 56];
    const garbage = ['', 'x', token.slice(0, -1), `${token}A`, token.slice(2)];
    const forged = places.map((place) => forge(token, place));
    const foreign = [other, neighbour].map(({ encode }) => encode(claimOf(token)));
    for (const bad of [...garbage, ...forged, ...foreign]) await expectRefused(first, bad);
    await rotate(first, token);
  });

  test('a counter ahead is refused, and ends nothing', async () => {
    const { token } = await logIn();
    const { sessionId } = claimOf(token);
    const ahead = refreshTokens([SECRET], 'http://localhost:3000').encode({
      sessionId,
      counter: 7,
    });
    await expectRefused(first, ahead);
    await rotate(second, token);
  });
});

function payloadOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
}
