import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { signedIn } from '../../src/access/policy';
import { setDisabled, setRole } from '../../src/auth/accounts';
import { ADMIN } from '../../src/auth/roles';
import { signInSessions } from '../../src/auth/tables';
import { userKey, users } from '../../src/auth/users';
import type { Module } from '../../src/http/types';
import { asOwner, testDatabaseUrl } from '../database';
import { expectProblem } from '../expect';
import { silentProxy } from '../silent-proxy';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson } from './people';

const lifetimes = { accessTokenSeconds: 600 };

/** Asks the database nothing itself. */
const ping: Module = {
  resource: 'ping',
  prefix: '/ping',
  routes: async (app) => {
    app.get('/', { config: { access: signedIn, work: [] } }, async () => 'pong');
  },
};

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;

beforeAll(async () => {
  const options = { modules: [ping] };
  [t, other] = [await createAuthApp(options), await createAuthApp(options)];
});

afterAll(() => Promise.all([t.close(), other.close()]));

const reach = (app: AuthApp, accessToken: string | undefined) => app.get('/v1/ping', accessToken);

describe('within two seconds a token is void on every process', () => {
  async function someSession() {
    const someone = await createPerson(t.db);
    const { accessToken, refreshToken } = await t.logIn(someone.email);
    for (const app of [t, other]) expect((await reach(app, accessToken)).statusCode).toBe(200);
    return { ...someone, accessToken, refreshToken };
  }

  /** A busy machine may take longer than it promises: that two seconds are enough has a test of its own. */
  async function expectVoid(accessToken: string | undefined) {
    for (const app of [t, other]) {
      await expect.poll(async () => (await reach(app, accessToken)).statusCode).toBe(401);
    }
  }

  test('after a log-out [ASVS 7.4.1]', async () => {
    const { accessToken, refreshToken } = await someSession();
    expect((await t.post('/v1/auth/logout', { refreshToken })).statusCode).toBe(204);
    await expectVoid(accessToken);
  });

  test('after a log-out everywhere: every session of the person, and of nobody else', async () => {
    const bystander = await someSession();
    const { email, accessToken } = await someSession();
    const phone = await other.logIn(email);
    await t.post('/v1/auth/logout-all', undefined, { headers: bearer(accessToken) });
    await expectVoid(accessToken);
    await expectVoid(phone['accessToken']);
    expect((await reach(other, bystander.accessToken)).statusCode).toBe(200);
  });

  test('after a change of role: the session goes on with the new one', async () => {
    const { email, accessToken, refreshToken } = await someSession();
    await setRole(t.db, { email, role: ADMIN }, lifetimes);
    await expectVoid(accessToken);
    const { accessToken: next } = (await other.post('/v1/auth/refresh', { refreshToken })).json();
    expect((await other.get('/v1/auth/me', next)).json()).toMatchObject({ role: ADMIN });
  });

  test('when the account is disabled; enabled again, it can log in [ASVS 7.4.2, 7.4.5]', async () => {
    const { email, accessToken } = await someSession();
    await setDisabled(t.db, { email, disabled: true }, lifetimes);
    await expectVoid(accessToken);
    const payload = { email, password: 'correct horse battery', client: 'api' };
    expectProblem(await t.post('/v1/auth/login', payload), 401);
    await setDisabled(t.db, { email, disabled: false }, lifetimes);
    await t.logIn(email);
  });

  test('when the user is deleted, by whatever way [ASVS 7.4.2]', async () => {
    const { userId, accessToken } = await someSession();
    await t.db.delete(users).where(eq(userKey, userId));
    await expectVoid(accessToken);
  });

  test('when the user is deleted, also if only the grace gave the token', async () => {
    const { userId, refreshToken } = await someSession();
    await t.post('/v1/auth/refresh', { refreshToken });
    const isTheirs = eq(signInSessions.userId, userId);
    const rotatedAt = sql`now() - interval '50 minutes'`;
    await t.db.update(signInSessions).set({ rotatedAt }).where(isTheirs);
    const { accessToken } = (await t.post('/v1/auth/refresh', { refreshToken })).json();
    await t.db.delete(users).where(eq(userKey, userId));
    await expectVoid(accessToken);
  });

  test('however late what revoked it was committed', async () => {
    const { email, accessToken } = await someSession();
    const later = someSession();
    await t.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_current_xact_id()`);
      await setRole(t.db, { email: (await later).email, role: ADMIN }, lifetimes);
      await expectVoid((await later).accessToken);
      await setRole(tx, { email, role: ADMIN }, lifetimes);
    });
    await expectVoid(accessToken);
  });

  test('and not later, by the clock of the process', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const third = await createAuthApp({ modules: [ping] });
    onTestFinished(() => third.close());
    const { accessToken, refreshToken } = await someSession();
    expect((await reach(third, accessToken)).statusCode).toBe(200);
    await t.post('/v1/auth/logout', { refreshToken });
    await vi.advanceTimersByTimeAsync(2000);
    // What has not begun by now never does.
    vi.useRealTimers();
    await expect.poll(async () => (await reach(third, accessToken)).statusCode).toBe(401);
  });

  test('and no request asks the database for that', async () => {
    const { accessToken } = await someSession();
    const asked = [];
    for (let n = 0; n < 20; n += 1) {
      t.queries.length = 0;
      await t.get('/v1/ping', accessToken);
      asked.push(...t.queries);
    }
    expect(asked).toEqual([]);
  });
});

test('when the database is away for longer than the bound, nobody is trusted blindly [ASVS 16.5.2, 16.5.3]', async () => {
  const proxy = await silentProxy(await testDatabaseUrl());
  const bound = 600_000;
  const env = { AUTH_REVOCATION_MAX_AGE_MS: String(bound), DATABASE_URL: proxy.url };
  const alone = await createAuthApp({ env, modules: [ping] });
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await alone.close();
    proxy.close();
  });
  const { accessToken } = await alone.logIn((await createPerson(t.db)).email);
  proxy.fallSilent();
  expect((await reach(alone, accessToken)).statusCode).toBe(200);
  const now = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(now + bound + 1);
  expectProblem(await reach(alone, accessToken), 503);
});

test('a process that takes no token is not ready, although the database answers, and is again when it knows', async () => {
  const env = { AUTH_REVOCATION_MAX_AGE_MS: '2000' };
  const alone = await createAuthApp({ env, modules: [ping] });
  onTestFinished(() => alone.close());
  const ready = async () => (await alone.send('GET', '/readyz')).statusCode;
  await expect.poll(ready).toBe(200);
  await asOwner(sql`alter table sign_in_revocations rename to sign_in_hidden`);
  try {
    await expect.poll(ready).toBe(503);
  } finally {
    await asOwner(sql`alter table sign_in_hidden rename to sign_in_revocations`);
  }
  await expect.poll(ready).toBe(200);
});

test('requests that hold every connection keep nobody from knowing', async () => {
  const env = {
    AUTH_REVOCATION_MAX_AGE_MS: '2000',
    DATABASE_POOL_MAX: '1',
    DATABASE_POOL_MIN: '0',
  };
  const busy = await createAuthApp({ env, modules: [ping] });
  const { accessToken, refreshToken } = await busy.logIn((await createPerson(t.db)).email);
  const held = await (busy.db as unknown as { $client: Pool }).$client.connect();
  onTestFinished(async () => {
    held.release();
    await busy.close();
  });
  await sleep(2500);
  await expect.poll(async () => (await reach(busy, accessToken)).statusCode).toBe(200);
  expect((await t.post('/v1/auth/logout', { refreshToken })).statusCode).toBe(204);
  await expect.poll(async () => (await reach(busy, accessToken)).statusCode).toBe(401);
});
