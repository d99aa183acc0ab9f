import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';

const APP = 'https://app.example.com';
const COOKIE = '__Host-refresh';
const sameOrigin = { 'sec-fetch-site': 'same-origin' };
let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp({ env: { CORS_ORIGINS: APP } });
});

afterAll(() => t.close());

async function login(headers: Record<string, string> = sameOrigin) {
  const { email } = await createPerson(t.db);
  const body = { email, password: PASSWORD, client: 'browser' };
  return t.post('/v1/auth/login', body, { headers });
}

async function cookieOf(): Promise<string> {
  return (await login()).cookies.find(({ name }) => name === COOKIE)?.value ?? '';
}

const refresh = (cookie: string, headers: Record<string, string>) =>
  t.post('/v1/auth/refresh', undefined, { headers, cookies: { [COOKIE]: cookie } });

describe('a browser', () => {
  test('gets its refresh token in a cookie that no script reads and no other site sends [ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4]', async () => {
    const response = await login();
    expect(response.statusCode, response.body).toBe(200);
    expect(response.json()).not.toHaveProperty('refreshToken');
    const header = String(response.headers['set-cookie']);
    expect(header).toMatch(/^__Host-refresh=[\w-]{76}; /);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) {
      expect(header).toContain(attribute);
    }
    expect(header).not.toContain('Domain');
    expect(response.headers['cache-control']).toBe('no-store');
  });

  test('goes on with it, and the next one comes the same way', async () => {
    const cookie = await cookieOf();
    const response = await refresh(cookie, sameOrigin);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.json()).not.toHaveProperty('refreshToken');
    const next = response.cookies.find(({ name }) => name === COOKIE)?.value;
    expect(next).toMatch(/^[\w-]{76}$/);
    expect(next).not.toBe(cookie);
  });

  test('logs in again: the session that it had is over [ASVS 7.2.4]', async () => {
    const cookie = await cookieOf();
    const { email } = await createPerson(t.db);
    const again = (password: string) =>
      t.post(
        '/v1/auth/login',
        { email, password, client: 'browser' },
        { headers: sameOrigin, cookies: { [COOKIE]: cookie } },
      );
    expectProblem(await again('not the password'), 401);
    const goesOn = await refresh(cookie, sameOrigin);
    expect(goesOn.statusCode).toBe(200);
    const response = await again(PASSWORD);
    expect(response.statusCode, response.body).toBe(200);
    expectProblem(await refresh(cookie, sameOrigin), 401);
    const next = response.cookies.find(({ name }) => name === COOKIE)?.value ?? '';
    expect((await refresh(next, sameOrigin)).statusCode).toBe(200);
  });

  test('logs out: the cookie goes, the session is over', async () => {
    const cookie = await cookieOf();
    const response = await t.post('/v1/auth/logout', undefined, {
      headers: sameOrigin,
      cookies: { [COOKIE]: cookie },
    });
    expect(response.statusCode, response.body).toBe(204);
    expect(String(response.headers['set-cookie'])).toMatch(/^__Host-refresh=;.*1970/);
    expectProblem(await refresh(cookie, sameOrigin), 401);
  });

  test('loses the cookie when it logs out everywhere', async () => {
    const { accessToken } = (await login()).json();
    const headers = bearer(accessToken);
    const response = await t.post('/v1/auth/logout-all', undefined, { headers });
    expect(String(response.headers['set-cookie'])).toMatch(/^__Host-refresh=;/);
  });
});

describe('a page of another site', () => {
  test.each([
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['of a neighbour', { 'sec-fetch-site': 'same-site', origin: 'https://evil.example.com' }],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['of an old browser', { origin: 'https://evil.example' }],
    ['of no origin', { origin: 'null' }],
    ['that does not say', {}],
  ])('%s: neither logs in, refreshes nor logs out [ASVS 3.5.1, 3.5.2]', async (_, headers) => {
    const cookie = await cookieOf();
    expectProblem(await refresh(cookie, headers), 403);
    expectProblem(await login(headers), 403);
    const cookies = { [COOKIE]: cookie };
    expectProblem(await t.post('/v1/auth/logout', undefined, { headers, cookies }), 403);
    expect((await refresh(cookie, sameOrigin)).statusCode).toBe(200);
  });

  test.each([
    ['of this origin', sameOrigin],
    ['of an origin that is listed', { 'sec-fetch-site': 'cross-site', origin: APP }],
    ['of an old browser, of an origin that is listed', { origin: APP }],
    ['of an old browser, of this origin', { origin: 'http://localhost:3000' }],
  ])('but %s: does', async (_, headers) => {
    expect((await refresh(await cookieOf(), headers)).statusCode).toBe(200);
  });

  test('a listed origin may send the cookie, another one not [ASVS 3.4.2]', async () => {
    const preflight = (origin: string) =>
      t.app.inject({
        method: 'OPTIONS',
        url: '/v1/auth/refresh',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await preflight(APP)).headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
    });
    const other = await preflight('https://evil.example');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

test('a token is taken the way it was given, and no other', async () => {
  const cookie = await cookieOf();
  expectProblem(await t.post('/v1/auth/refresh', { refreshToken: cookie }), 401);
  const { refreshToken } = await t.logIn((await createPerson(t.db)).email);
  expectProblem(await refresh(refreshToken as string, sameOrigin), 401);
  expect((await t.post('/v1/auth/refresh', { refreshToken })).statusCode).toBe(200);
});
