import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sql } from 'drizzle-orm';
import { network } from '../../src/auth/limits';
import { loadConfig } from '../../src/config';
import { expectProblem } from '../expect';
import { given } from '../given';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, PASSWORD, whileUsersAreRefused } from './people';
import { profile } from './user';

// As for two processes: the counts are in the database, and in no memory.

const env = {
  AUTH_LIMIT_ADDRESS: '30',
  AUTH_LIMIT_FREE: '3',
  AUTH_LIMIT_MAILS: '3',
  TRUST_PROXY: 'true',
};
let t: AuthApp;
let other: AuthApp;
let serial = 0;

// The clock stands still unless a test moves it: on a busy machine a wait of one second would be over before it is looked at.
beforeAll(async () => {
  [t, other] = [await createAuthApp({ env }), await createAuthApp({ env })];
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterAll(async () => {
  vi.useRealTimers();
  await Promise.all([t.close(), other.close()]);
});

const newAddress = () => `10.0.${Math.floor(serial / 250)}.${(serial += 1) % 250}`;

function login(email: string, address: string, password = 'not the password', app = t) {
  const headers = { 'x-forwarded-for': address };
  return app.post('/v1/auth/login', { email, password, client: 'api' }, { headers });
}

async function fail(email: string, address: string, times: number) {
  for (let n = 0; n < times; n += 1) {
    const app = n % 2 === 0 ? t : other;
    expectProblem(await login(email, address, undefined, app), 401);
  }
}

const wait = (seconds: number) => void vi.setSystemTime(Date.now() + seconds * 1000);

test('after some failures each further one doubles the wait, on every process [ASVS 6.3.1]', async () => {
  const [{ email }, address] = [await createPerson(t.db), newAddress()];
  await fail(email, address, 4);
  const waits = [];
  for (let n = 0; n < 3; n += 1) {
    const refused = await login(email, address, PASSWORD, other);
    expectProblem(refused, 429);
    const seconds = Number(refused.headers['retry-after']);
    waits.push(seconds);
    wait(seconds + 1);
    expectProblem(await login(email, address), 401);
  }
  expect(waits[0]).toBe(1);
  expect(waits[1]).toBeGreaterThan(1);
  expect(waits[2]).toBeGreaterThanOrEqual(2 * (waits[1] as number));
});

test('a hundred at once are a hundred', async () => {
  const [{ email }, address] = [await createPerson(t.db), newAddress()];
  const answers = await Promise.all(Array.from({ length: 20 }, () => login(email, address)));
  const tried = answers.filter(({ statusCode }) => statusCode === 401);
  expect(tried.length).toBeLessThanOrEqual(4);
});

test('the right password makes an end of it', async () => {
  const [{ email }, address] = [await createPerson(t.db), newAddress()];
  for (let round = 0; round < 4; round += 1) {
    await fail(email, address, 3);
    expect((await login(email, address, PASSWORD)).statusCode).toBe(200);
  }
});

test('strangers lock nobody out: neither by one address nor by many [ASVS 6.3.1]', async () => {
  const [{ email }, home] = [await createPerson(t.db), newAddress()];
  expect((await login(email, home, PASSWORD)).statusCode).toBe(200);
  const stranger = newAddress();
  await fail(email, stranger, 4);
  expectProblem(await login(email, stranger), 429);
  expect((await login(email, home, PASSWORD)).statusCode).toBe(200);

  for (let n = 0; n < 13; n += 1) await login(email, newAddress());
  expectProblem(await login(email, newAddress()), 429);
  expect((await login(email, home, PASSWORD)).statusCode).toBe(200);
});

test('an account is delayed for those with many addresses, for half a minute at most', async () => {
  const { email } = await createPerson(t.db);
  for (let n = 0; n < 40; n += 1) await login(email, newAddress());
  const refused = await login(email, newAddress());
  expectProblem(refused, 429);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(30);
});

test('one address can not try many accounts [ASVS 6.3.1]', async () => {
  const address = newAddress();
  for (let n = 0; n < 30; n += 1) {
    expectProblem(await login(`nobody-${n}@example.com`, address), 401);
  }
  expectProblem(await login('nobody-31@example.com', address, undefined, other), 429);
});

test.each(['/v1/auth/register', '/v1/auth/forgot-password'])(
  '%s sends so many mails, to one address and for one',
  async (url) => {
    const ask = async (email: string, from: string) => {
      const registration = { password: PASSWORD, profile: await profile(t.db) };
      const body = { email, ...(url.endsWith('register') && registration) };
      return t.post(url, body, { headers: { 'x-forwarded-for': from } });
    };
    const address = newAddress();
    for (let n = 0; n < 3; n += 1) {
      expect((await ask(`${serial}-${n}@example.com`, address)).statusCode).toBe(202);
    }
    expectProblem(await ask('one-more@example.com', address), 429);

    const email = `${(serial += 1)}@example.com`;
    for (let n = 0; n < 3; n += 1) expect((await ask(email, newAddress())).statusCode).toBe(202);
    expectProblem(await ask(email, newAddress()), 429);
  },
);

test('a registration that is refused for its profile costs the address that is registered no mail', async () => {
  const email = `${(serial += 1)}@example.com`;
  const ask = async (from: string) => {
    const body = { email, password: PASSWORD, profile: await profile(t.db) };
    return t.post('/v1/auth/register', body, { headers: { 'x-forwarded-for': from } });
  };
  await whileUsersAreRefused(async () => {
    const address = newAddress();
    for (let n = 0; n < 3; n += 1) expectProblem(await ask(newAddress()), 409);
    for (let n = 0; n < 3; n += 1) expectProblem(await ask(address), 409);
    // Whoever sends them has asked for so many all the same.
    expectProblem(await ask(address), 429);
  });
  expect((await ask(newAddress())).statusCode).toBe(202);
});

test('what is counted tells nothing of who it was', async () => {
  const { email } = await createPerson(t.db);
  await fail(email, newAddress(), 1);
  const { rows } = await t.db.execute(sql`select key from sign_in_limits`);
  expect(JSON.stringify(rows)).not.toContain(email);
});

test('limits are on unless somebody switches them off', () => {
  const { auth } = loadConfig({ ...given, APP_ENV: 'production' });
  expect(auth.limits).toEqual({ address: 50, free: 5, mails: 5 });
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:0db8:1:0::9', '2001:db8:1:0'],
  ['::1', '0:0:0:0'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
  ['10.0.0.1', '10.0.0.1'],
])('%s counts as %s', (address, counted) => {
  expect(network(address)).toBe(counted);
});

test('a proxy that passes on what is no address makes nobody free of limits, and no error', async () => {
  const { email } = await createPerson(t.db);
  const address = 'x'.repeat(1000);
  await fail(email, address, 4);
  expectProblem(await login(email, address), 429);
});
