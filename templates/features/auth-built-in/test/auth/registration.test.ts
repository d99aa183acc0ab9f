import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVERYBODY } from '../../src/auth/roles';
import { signInAccounts } from '../../src/auth/tables';
import {
  emailChange,
  textOfUser,
  type UserId,
  userEmail,
  userKey,
  users,
} from '../../src/auth/users';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { ANOTHER, createPerson, newEmail, PASSWORD, whileUsersAreRefused } from './people';
import { createUser, profile } from './user';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

test('nobody has an account who did not register [ASVS 6.3.2]', async () => {
  expect(await t.db.$count(signInAccounts)).toBe(0);
});

describe('registering', () => {
  test('makes a user who can log in once the address is confirmed', async () => {
    const email = newEmail();
    expect((await t.register(email)).statusCode).toBe(202);
    expectProblem(await t.tryLogIn(email), 401);
    const token = await t.mailed(email, 'Confirm');
    const verified = await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    expect(verified.statusCode, verified.body).toBe(204);
    const { accessToken } = await t.logIn(email);
    expect((await t.get('/v1/auth/me', accessToken)).json()).toMatchObject({
      email,
      role: EVERYBODY,
    });
    const [account] = await t.db
      .select()
      .from(signInAccounts)
      .where(eq(signInAccounts.email, email));
    const isTheirs = eq(userKey, account?.userId as UserId);
    expect(await t.db.select({ email: userEmail }).from(users).where(isTheirs)).toEqual([
      { email },
    ]);
  });

  test('takes an address in any case for the same', async () => {
    const email = newEmail();
    await t.register(email.toUpperCase());
    const token = await t.mailed(email, 'Confirm');
    await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    expect(await t.logIn(email.toUpperCase())).toHaveProperty('accessToken');
  });

  test('an address that has an account: the same answer, a mail to its owner, nothing changed [ASVS 6.3.8]', async () => {
    const { email } = await createPerson(t.db);
    const [taken, free] = [await t.register(email, ANOTHER), await t.register(newEmail(), ANOTHER)];
    expect([taken.statusCode, taken.body]).toEqual([free.statusCode, free.body]);
    await t.mailed(email, 'You have an account already');
    await t.logIn(email);
    expectProblem(await t.tryLogIn(email, ANOTHER), 401);
  });

  test("somebody else's address gains nothing: the link needs the password too", async () => {
    const email = newEmail();
    await t.register(email, 'password of a stranger');
    const token = await t.mailed(email, 'Confirm');
    expectProblem(await t.post('/v1/auth/verify-email', { token, password: PASSWORD }), 422, {
      pointer: '#/password',
    });
    expectProblem(await t.tryLogIn(email, 'password of a stranger'), 401);
    await t.post('/v1/auth/forgot-password', { email });
    const reset = { token: await t.mailed(email, 'Set a new password'), password: PASSWORD };
    expect((await t.post('/v1/auth/reset-password', reset)).statusCode).toBe(204);
    await t.logIn(email);
    expectProblem(await t.tryLogIn(email, 'password of a stranger'), 401);
  });

  test('by five at once makes one user', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => t.register(email)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(
      Array.from({ length: 5 }, () => 202),
    );
    expect(await t.db.$count(users, sql`${userEmail} = ${email}`)).toBe(1);
  });

  test('a row that was there before belongs to whoever gets the mail', async () => {
    const email = newEmail();
    const id = await createUser(t.db, email);
    await t.register(email);
    const token = await t.mailed(email, 'Confirm');
    await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
    const { accessToken } = await t.logIn(email);
    expect((await t.get('/v1/auth/me', accessToken)).json()).toMatchObject({ id: textOfUser(id) });
  });

  test('with the address of a row whose account has another one by now gives nobody a password for it', async () => {
    const { email, userId } = await createPerson(t.db);
    const other = newEmail();
    await t.db.update(users).set(emailChange(other)).where(eq(userKey, userId));
    expect((await t.register(other, ANOTHER)).statusCode).toBe(202);
    expectProblem(await t.tryLogIn(email, ANOTHER), 401);
    await t.logIn(email);
  });

  test('is refused for a bad profile whether the address has an account or not', async () => {
    const { email } = await createPerson(t.db);
    await whileUsersAreRefused(async () => {
      const taken = await t.register(email);
      const free = await t.register(newEmail());
      expect([taken.statusCode, free.statusCode]).toEqual([409, 409]);
    });
    expect(await t.mails(email)).toEqual([]);
  });

  test('leaves nobody behind where the address has an account', async () => {
    const { email } = await createPerson(t.db);
    const before = await t.db.$count(users);
    expect((await t.register(email)).statusCode).toBe(202);
    expect(await t.db.$count(users)).toBe(before);
  });

  test('a row whose address is in capitals is found', async () => {
    const email = newEmail();
    const id = await createUser(t.db, email.toUpperCase());
    await t.register(email);
    const [account] = await t.db
      .select()
      .from(signInAccounts)
      .where(eq(signInAccounts.email, email));
    expect(account?.userId).toEqual(id);
  });

  test.each([
    'ann@exam\u212ale.com',
    '\u017fam@example.com',
    'ann@example.com\r\nbcc: x@example.com',
    'a@b.com, c@d.com',
  ])('an address that reads as another, or as two, is refused: %j', async (email) => {
    expectProblem(await t.register(email), 422, { pointer: '#/email' });
  });

  test('can be switched off', async () => {
    const closed = await createAuthApp({ env: { AUTH_REGISTRATION: 'false' } });
    const body = { email: newEmail(), password: PASSWORD, profile: await profile(t.db) };
    expectProblem(await closed.post('/v1/auth/register', body), 404);
    await closed.close();
  });
});
