import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOfUser, type UserId, userEmail, userKey, users } from '../../src/auth/users';
import { signInAccounts, signInTokens } from '../../src/auth/tables';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';
import { createUser, profile } from './user';

const ANOTHER = 'another horse battery';
let t: AuthApp;
let serial = 0;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

const newEmail = () => `person-${(serial += 1)}@example.com`;

const register = async (email: string, password = PASSWORD) =>
  t.post('/v1/auth/register', { email, password, profile: await profile(t.db) });

const login = (email: string, password = PASSWORD) =>
  t.post('/v1/auth/login', { email, password, client: 'api' });

describe('registering', () => {
  test('makes a user who can log in once the address is confirmed', async () => {
    const email = newEmail();
    expect((await register(email)).statusCode).toBe(202);
    expectProblem(await login(email), 401);
    const token = await t.mailed(email, 'Confirm');
    const verified = await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    expect(verified.statusCode, verified.body).toBe(204);
    const { accessToken } = await t.logIn(email);
    expect((await t.get('/v1/auth/me', accessToken)).json()).toMatchObject({ email, role: 'user' });
    const [account] = await t.db
      .select()
      .from(signInAccounts)
      .where(eq(signInAccounts.email, email));
    const isTheirs = eq(userKey, account?.userId as UserId);
    expect(await t.db.select({ email: userEmail }).from(users).where(isTheirs)).toEqual([
      { email },
    ]);
  });

  test('is not served where it is switched off', async () => {
    const closed = await createAuthApp({ env: { AUTH_REGISTRATION: 'false' } });
    expectProblem(await closed.post('/v1/auth/register', {}), 404);
    await closed.close();
  });

  test('takes an address in any case for the same', async () => {
    const email = newEmail();
    await register(email.toUpperCase());
    const token = await t.mailed(email, 'Confirm');
    await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    expect(await t.logIn(email.toUpperCase())).toHaveProperty('accessToken');
  });

  test('an address that has an account: the same answer, a mail to its owner, nothing changed', async () => {
    const { email } = await createPerson(t.db);
    const [taken, free] = [await register(email, ANOTHER), await register(newEmail(), ANOTHER)];
    expect([taken.statusCode, taken.body]).toEqual([free.statusCode, free.body]);
    await t.mailed(email, 'You have an account already');
    await t.logIn(email);
    expectProblem(await login(email, ANOTHER), 401);
  });

  test("somebody else's address gains nothing: the link needs the password too", async () => {
    const email = newEmail();
    await register(email, 'password of a stranger');
    const token = await t.mailed(email, 'Confirm');
    expectProblem(await t.post('/v1/auth/verify-email', { token, password: PASSWORD }), 422, {
      pointer: '/password',
    });
    expectProblem(await login(email, 'password of a stranger'), 401);
    await t.post('/v1/auth/forgot-password', { email });
    const reset = { token: await t.mailed(email, 'Set a new password'), password: PASSWORD };
    expect((await t.post('/v1/auth/reset-password', reset)).statusCode).toBe(204);
    await t.logIn(email);
    expectProblem(await login(email, 'password of a stranger'), 401);
  });

  test('by five at once makes one user', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(email)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(
      Array.from({ length: 5 }, () => 202),
    );
    expect(await t.db.$count(users, eq(userEmail, email))).toBe(1);
  });

  test('a row that was there before belongs to whoever gets the mail', async () => {
    const email = newEmail();
    const id = await createUser(t.db, email);
    await register(email);
    const token = await t.mailed(email, 'Confirm');
    await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    const { accessToken } = await t.logIn(email);
    expect((await t.get('/v1/auth/me', accessToken)).json()).toMatchObject({ id: textOfUser(id) });
  });

  test('can be switched off', async () => {
    const closed = await createAuthApp({ env: { AUTH_REGISTRATION: 'false' } });
    const body = { email: newEmail(), password: PASSWORD, profile: await profile(t.db) };
    expectProblem(await closed.post('/v1/auth/register', body), 404);
    await closed.close();
  });
});

describe('logging in', () => {
  test('every failure is the same answer', async () => {
    const { email } = await createPerson(t.db);
    const unconfirmed = await createPerson(t.db, { emailVerifiedAt: null });
    const disabled = await createPerson(t.db, { disabledAt: new Date() });
    const failures = await Promise.all([
      login(email, 'not the password'),
      login(newEmail()),
      login(unconfirmed.email),
      login(disabled.email),
    ]);
    const bodies = failures.map((failure) => expectProblem(failure, 401));
    expect(new Set(bodies.map(({ title, detail }) => `${title} ${detail}`)).size).toBe(1);
  });

  test('takes about the same time whether there is an account or not', async () => {
    const env = { AUTH_ARGON2_MEMORY_KIB: '16384', AUTH_ARGON2_PASSES: '3' };
    const slow = await createAuthApp({ env });
    const { email } = await createPerson(t.db);
    await slow.logIn(email);
    const time = async (address: string) => {
      const body = { email: address, password: 'not the password', client: 'api' };
      const started = performance.now();
      await slow.post('/v1/auth/login', body);
      return performance.now() - started;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 7; n += 1) {
      known.push(await time(email));
      unknown.push(await time(newEmail()));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.6);
    expect(Math.min(...unknown)).toBeLessThan(Math.min(...known) * 1.7);
    await slow.close();
  });

  test('makes a session of its own each time', async () => {
    const { email } = await createPerson(t.db);
    const [one, two] = [await t.logIn(email), await t.logIn(email)];
    const ids = await Promise.all(
      [one, two].map(async ({ accessToken }) => (await t.get('/v1/auth/me', accessToken)).json()),
    );
    expect(ids[0].sessionId).not.toBe(ids[1].sessionId);
  });
});

describe('a forgotten password', () => {
  test('is set anew by the link; sessions end, the owner is told', async () => {
    const { email } = await createPerson(t.db);
    const { refreshToken } = await t.logIn(email);
    expect((await t.post('/v1/auth/forgot-password', { email })).statusCode).toBe(202);
    const token = await t.mailed(email, 'Set a new password');
    const weak = { token, password: 'password123' };
    expectProblem(await t.post('/v1/auth/reset-password', weak), 422, { pointer: '/password' });
    const reset = await t.post('/v1/auth/reset-password', { token, password: ANOTHER });
    expect(reset.statusCode, reset.body).toBe(204);
    await t.logIn(email, ANOTHER);
    expectProblem(await login(email), 401);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken }), 401);
    await t.mailed(email, 'Your password was changed');
  });

  test('the answer is the same for an address without an account, and no mail is sent', async () => {
    const { email } = await createPerson(t.db);
    const nobody = newEmail();
    const [known, unknown] = await Promise.all(
      [email, nobody].map((address) => t.post('/v1/auth/forgot-password', { email: address })),
    );
    expect([unknown?.statusCode, unknown?.body]).toEqual([known?.statusCode, known?.body]);
    await t.mailed(email, 'Set a new password');
    expect(await t.mails(nobody)).toEqual([]);
  });
});

describe('a link from a mail', () => {
  async function link() {
    const { email, userId } = await createPerson(t.db);
    await t.post('/v1/auth/forgot-password', { email });
    const token = await t.mailed(email, 'Set a new password');
    return { email, userId, token };
  }
  const reset = (token: string) => t.post('/v1/auth/reset-password', { token, password: ANOTHER });

  test('is good once, also for ten at once', async () => {
    const { token } = await link();
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(token)));
    const done = answers.filter(({ statusCode }) => statusCode === 204);
    expect(done).toHaveLength(1);
    expectProblem(await reset(token), 422, { pointer: '/token' });
  });

  test('is good for an hour', async () => {
    const { token, userId } = await link();
    const isTheirs = eq(signInTokens.userId, userId);
    const [row] = await t.db.select().from(signInTokens).where(isTheirs);
    expect(Number(row?.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
    await t.db
      .update(signInTokens)
      .set({ expiresAt: sql`now()` })
      .where(isTheirs);
    expectProblem(await reset(token), 422, { pointer: '/token' });
  });

  test('is void after a change of password', async () => {
    const { email, token } = await link();
    const { accessToken } = await t.logIn(email);
    const change = { currentPassword: PASSWORD, password: 'a third horse battery' };
    const changed = await t.post('/v1/auth/change-password', change, {
      headers: bearer(accessToken),
    });
    expect(changed.statusCode, changed.body).toBe(200);
    expectProblem(await reset(token), 422, { pointer: '/token' });
  });

  test('is good for what it was mailed for only', async () => {
    const { token } = await link();
    expectProblem(await t.post('/v1/auth/confirm-email', { token }), 422);
    expectProblem(await t.post('/v1/auth/verify-email', { token, password: PASSWORD }), 422);
    expect((await reset(token)).statusCode).toBe(204);
  });

  test('can not be read out of the database', async () => {
    const { token } = await link();
    const { rows } = await t.db.execute(sql`select * from sign_in_tokens`);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('changing the password', () => {
  test('asks for the old one, ends the other sessions, keeps this one, tells the owner', async () => {
    const { email } = await createPerson(t.db);
    const [here, there] = [await t.logIn(email), await t.logIn(email)];
    const change = (currentPassword: string) =>
      t.post(
        '/v1/auth/change-password',
        { currentPassword, password: ANOTHER },
        { headers: bearer(here['accessToken']) },
      );
    expectProblem(await change('not the password'), 422, { pointer: '/currentPassword' });
    const changed = await change(PASSWORD);
    expect(changed.statusCode, changed.body).toBe(200);
    const { refreshToken } = changed.json();
    expect((await t.post('/v1/auth/refresh', { refreshToken })).statusCode).toBe(200);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken: there['refreshToken'] }), 401);
    await t.logIn(email, ANOTHER);
    await t.mailed(email, 'Your password was changed');
  });
});

describe('changing the address', () => {
  async function ask(email: string, next: string, password = PASSWORD) {
    const { accessToken } = await t.logIn(email);
    const body = { email: next, password };
    return t.post('/v1/auth/change-email', body, { headers: bearer(accessToken) });
  }

  test('is confirmed at the new one and told to the old', async () => {
    const [{ email, userId }, next] = [await createPerson(t.db), newEmail()];
    expectProblem(await ask(email, next, 'not the password'), 422, { pointer: '/password' });
    expect((await ask(email, next)).statusCode).toBe(202);
    const token = await t.mailed(next, 'Confirm your new');
    expectProblem(await login(next), 401);
    expect((await t.post('/v1/auth/confirm-email', { token })).statusCode).toBe(204);
    await t.logIn(next);
    expectProblem(await login(email), 401);
    const row = t.db.select({ email: userEmail }).from(users).where(eq(userKey, userId));
    expect(await row).toEqual([{ email: next }]);
    await t.mailed(email, 'Your e-mail address was changed');
  });

  test('a link to the old address is void then', async () => {
    const [{ email }, next] = [await createPerson(t.db), newEmail()];
    await t.post('/v1/auth/forgot-password', { email });
    const old = await t.mailed(email, 'Set a new password');
    await ask(email, next);
    const token = await t.mailed(next, 'Confirm your new');
    await t.post('/v1/auth/confirm-email', { token });
    expectProblem(await t.post('/v1/auth/reset-password', { token: old, password: ANOTHER }), 422);
  });

  test('to one that has an account: the same answer, and no mail', async () => {
    const [one, two] = [await createPerson(t.db), await createPerson(t.db)];
    expect((await ask(one.email, two.email)).statusCode).toBe(202);
    await t.post('/v1/auth/forgot-password', { email: two.email });
    await t.mailed(two.email, 'Set a new password');
    expect(await t.mails(two.email)).toHaveLength(1);
  });

  test('to one that somebody took in between is refused', async () => {
    const [{ email }, next] = [await createPerson(t.db), newEmail()];
    await ask(email, next);
    const token = await t.mailed(next, 'Confirm your new');
    await t.db
      .update(signInAccounts)
      .set({ email: next })
      .where(eq(signInAccounts.userId, (await createPerson(t.db)).userId));
    expectProblem(await t.post('/v1/auth/confirm-email', { token }), 409);
  });
});

describe('sessions', () => {
  test('a person sees theirs, and ends one', async () => {
    const { email } = await createPerson(t.db);
    const [here, there] = [await t.logIn(email), await t.logIn(email)];
    const list = async () =>
      (await t.get('/v1/auth/sessions', here['accessToken'])).json().data as Record<
        string,
        string
      >[];
    expect(await list()).toHaveLength(2);
    expect((await list())[0]).toMatchObject({
      client: 'api',
      address: '127.0.0.1',
      userAgent: 'lightMyRequest',
    });
    const end = (id: string | undefined, accessToken: string | undefined) =>
      t.app.inject({
        method: 'DELETE',
        url: `/v1/auth/sessions/${id}`,
        headers: bearer(accessToken),
      });
    const [other] = await list();
    const stranger = await t.logIn((await createPerson(t.db)).email);
    expectProblem(await end(other?.['id'], stranger['accessToken']), 404);
    expect((await end(other?.['id'], here['accessToken'])).statusCode).toBe(204);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken: there['refreshToken'] }), 401);
    expect(await list()).toHaveLength(1);
  });
});
