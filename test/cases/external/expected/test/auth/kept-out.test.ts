import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type UserId, userKey, users } from '../../src/auth/users';
import { tokenFor } from './caller';
import { type AuthApp, createAuthApp } from './client';
import { createUser } from './user';

// What the row of a user says keeps them out here, whatever their token says.

type Change = Partial<typeof users.$inferInsert>;

/** The column, what keeps somebody out, and what lets them in again. */
const MARKS: [string, Change, Change][] = [['isActive', { isActive: false }, { isActive: true }]];

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterEach(() => void vi.useRealTimers());

afterAll(() => t.close());

test.each(MARKS)(
  'by %s, somebody is out within two seconds, and may be let in again',
  async (_, out, back) => {
    const userId = await createUser(t.db, `${randomUUID()}@example.com`);
    const token = await tokenFor(t.app, userId);
    await expectStatus(token, 200);
    await mark(userId, out);
    await expectStatus(token, 403);
    await mark(userId, back);
    await expectStatus(token, 200);
  },
);

/** And two seconds go by. */
async function mark(userId: UserId, change: Change) {
  await t.db.update(users).set(change).where(eq(userKey, userId));
  vi.setSystemTime(Date.now() + 2000);
}

async function expectStatus(token: string, status: number) {
  expect((await t.me(token)).statusCode).toBe(status);
}
