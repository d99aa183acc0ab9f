import { eq, sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountById, setRole } from '../../src/auth/accounts';
import { ADMIN, EVERYBODY, type Role } from '../../src/auth/roles';
import { signInSessions } from '../../src/auth/tables';
import { roleChange } from '../../src/auth/user-role';
import { userKey, users } from '../../src/auth/users';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, newEmail, PASSWORD, type Person } from './people';

// A user's row says what somebody may do. Whoever writes there need not think of tokens.

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;

beforeAll(async () => {
  [t, other] = [await createAuthApp(), await createAuthApp()];
});

afterAll(() => Promise.all([t.close(), other.close()]));

const change = ({ userId }: Person, role: Role) =>
  t.db.update(users).set(roleChange(role)).where(eq(userKey, userId));

const rolesIn = (accessToken: string | undefined) => decodeJwt(accessToken ?? '')['roles'];

/** So long ago that no process looks after the person's tokens any more. */
const lastUsedLongAgo = ({ userId }: Person) =>
  t.db
    .update(signInSessions)
    .set({ lastUsedAt: sql`now() - interval '1 day'` })
    .where(eq(signInSessions.userId, userId));

test('once a row says another role, tokens that say the old one are void on every process', async () => {
  const person = await createPerson(t.db);
  const { accessToken, refreshToken } = await t.logIn(person.email);
  expect(rolesIn(accessToken)).toEqual([EVERYBODY]);
  await change(person, ADMIN);
  for (const app of [t, other]) {
    const status = async () => (await app.get('/v1/auth/me', accessToken)).statusCode;
    await expect.poll(status).toBe(401);
  }
  const next = (await other.post('/v1/auth/refresh', { refreshToken })).json();
  expect(rolesIn(next.accessToken)).toEqual([ADMIN]);
});

test('a log-in gives what the row says now, however long ago the person was here', async () => {
  const person = await createPerson(t.db);
  await change(person, ADMIN);
  expect(rolesIn((await t.logIn(person.email))['accessToken'])).toEqual([ADMIN]);
  await lastUsedLongAgo(person);
  await change(person, EVERYBODY);
  expect(rolesIn((await t.logIn(person.email))['accessToken'])).toEqual([EVERYBODY]);
});

test('and so does a refresh', async () => {
  const person = await createPerson(t.db);
  const { refreshToken } = await t.logIn(person.email);
  await lastUsedLongAgo(person);
  await change(person, ADMIN);
  const { accessToken } = (await t.post('/v1/auth/refresh', { refreshToken })).json();
  expect(rolesIn(accessToken)).toEqual([ADMIN]);
});

test('the command writes the row', async () => {
  const person = await createPerson(t.db);
  await setRole(t.db, { email: person.email, role: ADMIN }, { accessTokenSeconds: 600 });
  expect(rolesIn((await t.logIn(person.email))['accessToken'])).toEqual([ADMIN]);
  expect(await accountById(t.db, person.userId)).toMatchObject({ role: ADMIN });
});

test('whoever registers is like everybody', async () => {
  const email = newEmail();
  await t.register(email);
  const token = await t.mailed(email, 'Confirm');
  await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
  expect(rolesIn((await t.logIn(email))['accessToken'])).toEqual([EVERYBODY]);
});
