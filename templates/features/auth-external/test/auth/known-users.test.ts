import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { userKey, users, userSubject } from '../../src/auth/users';
import { expectProblem } from '../expect';
import { tokenFor } from './caller';
import { type AuthApp, createAuthApp } from './client';
import { issuer } from './issuer';
import { claimsOfNewcomer, createUser, makesUsers } from './user';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

// The column may have a type of its own.
const rowsOf = (subject: string) =>
  t.db
    .select()
    .from(users)
    .where(eq(sql`${userSubject}`, subject));

test('who calls for the first time gets one row, also by ten requests at once, if a token is enough for that', async () => {
  const sub = randomUUID();
  const token = await (await issuer()).sign({ sub, ...(await claimsOfNewcomer(t.db)) });
  const answers = await Promise.all(Array.from({ length: 10 }, () => t.me(token)));
  const expected = makesUsers ? 200 : 403;
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => expected));
  expect(await rowsOf(sub)).toHaveLength(makesUsers ? 1 : 0);
  if (!makesUsers) expectProblem(await t.me(token), 403);
});

test('a subject that no column takes is refused', async () => {
  const token = await (await issuer()).sign({ sub: 'ä'.repeat(300) });
  expectProblem(await t.me(token), 403);
});

test('whoever has the claims of somebody else does not become them', async () => {
  const claims = await claimsOfNewcomer(t.db);
  const [first, second] = [randomUUID(), randomUUID()];
  const idp = await issuer();
  const one = await t.me(await idp.sign({ sub: first, ...claims }));
  const other = await t.me(await idp.sign({ sub: second, ...claims }));
  // Either a row of their own, or none: not the other's.
  expect([200, 403]).toContain(other.statusCode);
  expect(other.json().userId ?? 'nobody').not.toBe(one.json().userId);
});

test('who is deleted is not who they were within two seconds', async () => {
  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  const token = await tokenFor(t.app, userId);
  expect((await t.me(token)).statusCode).toBe(200);
  await t.db.delete(users).where(eq(userKey, userId));
  vi.setSystemTime(Date.now() + 2000);
  onTestFinished(() => void vi.useRealTimers());
  const { statusCode } = await t.me(token);
  // Where the key is the subject, the next request makes a new row of the same id: the issuer still knows them.
  const isNew = (await t.db.$count(users, eq(userKey, userId))) === 1;
  expect(statusCode === 403 || isNew).toBe(true);
});
