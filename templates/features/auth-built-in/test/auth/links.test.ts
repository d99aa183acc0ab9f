import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useOneTimeToken } from '../../src/auth/one-time-tokens';
import { signInTokens } from '../../src/auth/tables';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { ANOTHER, createPerson, PASSWORD } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

describe('a link from a mail', () => {
  async function link() {
    const { email, userId } = await createPerson(t.db);
    await t.post('/v1/auth/forgot-password', { email });
    const token = await t.mailed(email, 'Set a new password');
    return { email, userId, token };
  }
  const reset = (token: string) => t.post('/v1/auth/reset-password', { token, password: ANOTHER });

  test('is good once, also for ten at once [ASVS 6.4.1, 6.5.1]', async () => {
    const { token } = await link();
    const answers = await Promise.all(Array.from({ length: 10 }, () => reset(token)));
    const done = answers.filter(({ statusCode }) => statusCode === 204);
    expect(done).toHaveLength(1);
    expectProblem(await reset(token), 422, { pointer: '#/token' });
  });

  test('is used up by itself, whatever else becomes of it [ASVS 6.5.1]', async () => {
    const { token } = await link();
    const use = () => useOneTimeToken(t.db, 'reset-password', token);
    await expect(use()).resolves.toHaveProperty('userId');
    await expect(use()).rejects.toMatchObject({ status: 422 });
  });

  test('has 256 random bits [ASVS 6.5.2, 6.5.3, 6.5.4]', async () => {
    const tokens = [(await link()).token, (await link()).token];
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  test('is good for an hour [ASVS 6.4.1]', async () => {
    const { token, userId } = await link();
    const isTheirs = eq(signInTokens.userId, userId);
    const [row] = await t.db.select().from(signInTokens).where(isTheirs);
    expect(Number(row?.expiresAt) - Date.now()).toBeLessThanOrEqual(3_600_000);
    await t.db
      .update(signInTokens)
      .set({ expiresAt: sql`now()` })
      .where(isTheirs);
    expectProblem(await reset(token), 422, { pointer: '#/token' });
  });

  test('is void after a change of password', async () => {
    const { email, token } = await link();
    const { accessToken } = await t.logIn(email);
    const change = { currentPassword: PASSWORD, password: 'a third horse battery' };
    const changed = await t.post('/v1/auth/change-password', change, {
      headers: bearer(accessToken),
    });
    expect(changed.statusCode, changed.body).toBe(200);
    expectProblem(await reset(token), 422, { pointer: '#/token' });
  });

  test('is good for what it was mailed for only', async () => {
    const { token } = await link();
    expectProblem(await t.post('/v1/auth/confirm-email', { token }), 422);
    expectProblem(await t.post('/v1/auth/verify-email', { token, password: PASSWORD }), 422);
    expect((await reset(token)).statusCode).toBe(204);
  });

  test('can not be read out of the database [ASVS 6.5.2]', async () => {
    const { token } = await link();
    const { rows } = await t.db.execute(sql`select * from sign_in_tokens`);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
