import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userKey, users } from '../../src/auth/users';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, type Person } from './people';

// What the row of a user says keeps them out here. Whoever writes that need not think of tokens.

type Change = Partial<typeof users.$inferInsert>;

/** The column, what keeps somebody out, and what lets them in again. */
const MARKS: [string, Change, Change][] = [
  ['deletedAt', { deletedAt: new Date() }, { deletedAt: null }],
  ['banned', { banned: true }, { banned: false }],
];

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;

beforeAll(async () => {
  [t, other] = [await createAuthApp(), await createAuthApp()];
});

afterAll(() => Promise.all([t.close(), other.close()]));

const mark = ({ userId }: Person, change: Change) =>
  t.db.update(users).set(change).where(eq(userKey, userId));

async function expectStatus(accessToken: string | undefined, status: number) {
  const url = '/v1/auth/sessions';
  for (const app of [t, other]) {
    await expect.poll(async () => (await app.get(url, accessToken)).statusCode).toBe(status);
  }
}

test.each(MARKS)(
  'by %s, somebody is out on every process and does not come back',
  async (_, out) => {
    const person = await createPerson(t.db);
    const { accessToken, refreshToken } = await t.logIn(person.email);
    await expectStatus(accessToken, 200);
    await mark(person, out);
    await expectStatus(accessToken, 401);
    expectProblem(await t.post('/v1/auth/refresh', { refreshToken }), 401);
    expectProblem(await t.tryLogIn(person.email), 401);
  },
);

test.each(MARKS)('who is let in again by %s goes on', async (_, out, back) => {
  const person = await createPerson(t.db);
  const { accessToken } = await t.logIn(person.email);
  await mark(person, out);
  await expectStatus(accessToken, 401);
  await mark(person, back);
  await expectStatus(accessToken, 200);
});
