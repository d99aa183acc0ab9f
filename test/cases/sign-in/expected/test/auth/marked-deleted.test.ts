import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userKey, users } from '../../src/auth/users';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, type Person } from './people';

// A user's row is marked as deleted here, and stays. Whoever marks it need not think of tokens.

const REACHES = { timeout: 2000, interval: 50 };
let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;

beforeAll(async () => {
  [t, other] = [await createAuthApp(), await createAuthApp()];
});

afterAll(() => Promise.all([t.close(), other.close()]));

const mark = ({ userId }: Person, change: Partial<typeof users.$inferInsert>) =>
  t.db.update(users).set(change).where(eq(userKey, userId));

async function expectStatus(accessToken: string | undefined, status: number) {
  const url = '/v1/auth/sessions';
  for (const app of [t, other]) {
    await expect
      .poll(async () => (await app.get(url, accessToken)).statusCode, REACHES)
      .toBe(status);
  }
}

test('who is marked as deleted is out on every process, and does not come back', async () => {
  const person = await createPerson(t.db);
  const { accessToken, refreshToken } = await t.logIn(person.email);
  await expectStatus(accessToken, 200);
  await mark(person, { deletedAt: new Date() });
  await expectStatus(accessToken, 401);
  expectProblem(await t.post('/v1/auth/refresh', { refreshToken }), 401);
  expectProblem(await t.tryLogIn(person.email), 401);
});

test('who is marked and restored goes on', async () => {
  const person = await createPerson(t.db);
  const { accessToken } = await t.logIn(person.email);
  await mark(person, { deletedAt: new Date() });
  await expectStatus(accessToken, 401);
  await mark(person, { deletedAt: null });
  await expectStatus(accessToken, 200);
});
