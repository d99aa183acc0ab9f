import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { contractOfRoutes } from '../../src/http/contract';
import { mostSent } from '../query-budget';
import { type AuthApp, bearer, createAuthApp } from './client';
import { ANOTHER, createPerson, newEmail, PASSWORD } from './people';
import { createUser } from './user';

// What a route of sign-in asks the database depends on what has gone before. Here each does the most that it ever does, and uses its
// budget up: one that is never used up would let further queries in.

const env = {
  AUTH_LIMIT_ADDRESS: '1000',
  AUTH_LIMIT_FREE: '1',
  AUTH_LIMIT_MAILS: '1000',
  // More than the password of `createPerson` was hashed with, so that it is hashed again.
  AUTH_ARGON2_PASSES: '2',
  TRUST_PROXY: 'true',
};
let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp({ env });
  // As in the test of limits: it moves only where a test moves it.
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterAll(async () => {
  vi.useRealTimers();
  await t.close();
});

/** From an address of its own, which the account was never logged in to from before. */
const ELSEWHERE = '10.0.0.9';

function logIn(email: string, { address = '10.0.0.1', password = PASSWORD, cookie = '' } = {}) {
  const headers = { 'x-forwarded-for': address, 'sec-fetch-site': 'same-origin', cookie };
  return t.post('/v1/auth/login', { email, password, client: 'browser' }, { headers });
}

async function signedIn(): Promise<{ email: string; token: string; cookie: string }> {
  const { email } = await createPerson(t.db);
  const response = await logIn(email);
  expect(response.statusCode, response.body).toBe(200);
  const [{ name, value } = { name: '', value: '' }] = response.cookies;
  return { email, token: response.json().accessToken, cookie: `${name}=${value}` };
}

/** So many wrong passwords that the next attempt has to ask whether it has to wait, and has waited for long enough. */
async function failOften(email: string): Promise<void> {
  for (const address of ['10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4', ELSEWHERE]) {
    await logIn(email, { address, password: 'not the password' });
  }
  vi.setSystemTime(Date.now() + 60_000);
}

/** @param later what a mail asks for, which begins with the answer and is counted where it is quick */
function expectUsedUp(route: string, answer: LightMyRequestResponse, later = 0): void {
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  const { routes } = contractOfRoutes(t.app.routes);
  const allowed = routes.find((one) => one.route === route)?.queries;
  expect(mostSent(route) + later).toBeGreaterThanOrEqual(allowed ?? Infinity);
}

test('logging in', async () => {
  const { cookie } = await signedIn();
  const { email } = await createPerson(t.db);
  await failOften(email);
  const answer = await logIn(email, { address: ELSEWHERE, cookie });
  expectUsedUp('POST /v1/auth/login', answer);
});

test('logging out', async () => {
  const { cookie } = await signedIn();
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  expectUsedUp('POST /v1/auth/logout', await t.post('/v1/auth/logout', undefined, { headers }));
  const { token } = await signedIn();
  const everywhere = await t.post('/v1/auth/logout-all', undefined, { headers: bearer(token) });
  expectUsedUp('POST /v1/auth/logout-all', everywhere);
});

test('registering, and the link of the mail', async () => {
  const email = newEmail();
  await createUser(t.db, email);
  expectUsedUp('POST /v1/auth/register', await t.register(email));
  const token = await t.mailed(email, 'Confirm your e-mail');
  const answer = await t.post('/v1/auth/verify-email', { token, password: PASSWORD });
  expectUsedUp('POST /v1/auth/verify-email', answer);
});

test('a new password for who has forgotten it', async () => {
  const { email } = await signedIn();
  const answer = await t.post('/v1/auth/forgot-password', { email });
  expectUsedUp('POST /v1/auth/forgot-password', answer, 2);
  const token = await t.mailed(email, 'Set a new');
  const reset = await t.post('/v1/auth/reset-password', { token, password: ANOTHER });
  expectUsedUp('POST /v1/auth/reset-password', reset);
});

test('another password', async () => {
  const { email, token } = await signedIn();
  await failOften(email);
  const answer = await t.post(
    '/v1/auth/change-password',
    { currentPassword: PASSWORD, password: ANOTHER },
    { headers: { ...bearer(token), 'x-forwarded-for': ELSEWHERE } },
  );
  expectUsedUp('POST /v1/auth/change-password', answer);
});

test('another address', async () => {
  const { email, token } = await signedIn();
  await failOften(email);
  const next = newEmail();
  const answer = await t.post(
    '/v1/auth/change-email',
    { email: next, password: PASSWORD },
    { headers: { ...bearer(token), 'x-forwarded-for': ELSEWHERE } },
  );
  expectUsedUp('POST /v1/auth/change-email', answer, 2);
  const link = await t.mailed(next, 'Confirm your new');
  expectUsedUp(
    'POST /v1/auth/confirm-email',
    await t.post('/v1/auth/confirm-email', { token: link }),
  );
});
