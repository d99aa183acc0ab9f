import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cleanUp } from '../../src/auth/cleanup';
import { type AuthApp, createAuthApp } from './client';
import { createPerson } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

const count = async (table: string) => {
  const { rows } = await t.db.execute<{ n: number }>(
    sql`select count(*)::int n from ${sql.identifier(table)}`,
  );
  return rows[0]?.n;
};

test('what is over is deleted, and nothing else', async () => {
  const people = [await createPerson(t.db), await createPerson(t.db), await createPerson(t.db)];
  for (const { email } of people) {
    await t.logIn(email);
    await t.post('/v1/auth/forgot-password', { email });
    await t.mailed(email, 'Set a new password');
  }
  const [{ userId: old } = {}, { userId: recent } = {}] = people;
  await t.db.execute(
    sql`update sign_in_sessions set ended_at = now() - interval '31 days' where user_id = ${old}`,
  );
  await t.db.execute(
    sql`update sign_in_sessions set ended_at = now() - interval '29 days' where user_id = ${recent}`,
  );
  await t.db.execute(sql`update sign_in_tokens set expires_at = now() where user_id = ${old}`);
  await t.db.execute(
    sql`insert into sign_in_revocations (session_id, expires_at)
      values (gen_random_uuid(), now() - interval '1 s'), (gen_random_uuid(), now() + interval '1 h')`,
  );
  await cleanUp(t.db);
  expect(await count('sign_in_sessions')).toBe(2);
  expect(await count('sign_in_tokens')).toBe(2);
  expect(await count('sign_in_revocations')).toBe(1);
  expect(await count('sign_in_keys')).toBe(1);
});
