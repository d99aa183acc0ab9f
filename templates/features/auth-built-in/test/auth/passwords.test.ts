import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';
import { profile } from './user';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

const register = async (password: string, email = 'somebody@example.com') =>
  t.post('/v1/auth/register', { email, password, profile: await profile(t.db) });

const hashOf = async (email: string): Promise<string> => {
  const query = sql`select password_hash from sign_in_accounts where email = ${email}`;
  const { rows } = await t.db.execute<{ password_hash: string }>(query);
  return rows[0]?.password_hash ?? '';
};

test.each([
  ['shorter than 8 characters', '1x3y5z7'],
  ['8 code units of 4 characters', '😀😁😂😃'],
  ['of the most common ones', 'password123'],
  ['of the most common ones, in capitals', 'TRUSTNO1TRUSTNO1'.slice(0, 8)],
  ['the address', 'somebody@example.com'],
  ['the first part of the address', 'somebody'],
  ['longer than 256 characters', 'x1'.repeat(129)],
])('a password is refused: %s [ASVS 6.2.1, 6.2.4]', async (_, password) => {
  expectProblem(await register(password), 422, { pointer: '#/password' });
});

test.each([
  ['8 characters', '7xk 2 pq'],
  ['no digits, capitals or symbols', 'wandering otter lamp'],
  ['Unicode', 'żółć 🦦 κόσμος'],
  ['200 characters', 'long '.repeat(40)],
  ['spaces at its ends', '  7xk2pq  '],
])('a password is taken: %s [ASVS 6.2.5, 6.2.9]', async (name, password) => {
  const email = `${name.replaceAll(/\W/g, '')}@example.com`;
  expect((await register(password, email)).statusCode).toBe(202);
});

test('a password counts as it was sent: in its case, to its last character [ASVS 6.2.8]', async () => {
  const email = 'exact@example.com';
  const password = `${'Long '.repeat(20)} End`;
  await register(password, email);
  const token = await t.mailed(email, 'Confirm');
  await t.post('/v1/auth/verify-email', { token, password });
  await t.logIn(email, password);
  for (const near of [password.toLowerCase(), password.slice(0, -1), `${password} `]) {
    const payload = { email, password: near, client: 'api' };
    expectProblem(await t.post('/v1/auth/login', payload), 401);
  }
});

test('what is stored is Argon2id, with the work that the configuration asks for', async () => {
  const email = 'stored@example.com';
  await register(PASSWORD, email);
  expect(await hashOf(email)).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/);
});

test('a password does not expire [ASVS 6.2.10]', async () => {
  const { email } = await createPerson(t.db);
  const years = sql`now() - interval '10 years'`;
  await t.db.execute(
    sql`update sign_in_accounts set created_at = ${years}, email_verified_at = ${years} where email = ${email}`,
  );
  expect(await t.logIn(email)).toHaveProperty('accessToken');
});

test('when that rises, a password is hashed again at the next log-in, and is still right', async () => {
  const { email } = await createPerson(t.db);
  const stronger = await createAuthApp({ env: { AUTH_ARGON2_MEMORY_KIB: '2048' } });
  await stronger.logIn(email);
  const hash = await hashOf(email);
  expect(hash).toContain('$m=2048,t=1,p=1$');
  await stronger.logIn(email);
  await t.logIn(email);
  expect(await hashOf(email)).toBe(hash);
  await stronger.close();
});

test('a flood of log-ins waits in a bounded queue; beyond it 503, and the rest goes on', async () => {
  const env = {
    AUTH_HASHES_AT_ONCE: '1',
    AUTH_HASHES_WAITING: '3',
    AUTH_ARGON2_MEMORY_KIB: '32768',
    AUTH_ARGON2_PASSES: '3',
  };
  const flooded = await createAuthApp({ env });
  const payload = { email: 'nobody@example.com', password: PASSWORD, client: 'api' };
  const flood = Array.from({ length: 30 }, () => flooded.post('/v1/auth/login', payload));
  const alive = await flooded.get('/livez');
  expect(alive.statusCode).toBe(200);
  const statuses = (await Promise.all(flood)).map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(4);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
  expect(new Set(statuses)).toEqual(new Set([401, 503]));
  await flooded.close();
});
