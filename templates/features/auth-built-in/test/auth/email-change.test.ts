import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAccounts } from '../../src/auth/tables';
import { userEmail, userKey, users } from '../../src/auth/users';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { ANOTHER, createPerson, newEmail, PASSWORD } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

describe('changing the address', () => {
  async function ask(email: string, next: string, password = PASSWORD) {
    const { accessToken } = await t.logIn(email);
    const body = { email: next, password };
    return t.post('/v1/auth/change-email', body, { headers: bearer(accessToken) });
  }

  test('is confirmed at the new one and told to the old [ASVS 6.3.7, 7.5.1]', async () => {
    const [{ email, userId }, next] = [await createPerson(t.db), newEmail()];
    expectProblem(await ask(email, next, 'not the password'), 422, { pointer: '#/password' });
    expect((await ask(email, next)).statusCode).toBe(202);
    const token = await t.mailed(next, 'Confirm your new');
    expectProblem(await t.tryLogIn(next), 401);
    expect((await t.post('/v1/auth/confirm-email', { token })).statusCode).toBe(204);
    await t.logIn(next);
    expectProblem(await t.tryLogIn(email), 401);
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
