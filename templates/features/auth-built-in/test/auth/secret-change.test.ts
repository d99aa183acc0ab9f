import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { AUTH_SECRET, type AuthApp, createAuthApp } from './client';
import { createPerson } from './people';

const NEW = 'Zr8wK1pVt5Xn0QyBd7Lm3GfJh9Cs2Ea6UoRi4WxTbNk=';
let before: AuthApp;
let during: AuthApp;

beforeAll(async () => {
  before = await createAuthApp();
  during = await createAuthApp({ env: { AUTH_SECRET: NEW, AUTH_SECRET_OLD: AUTH_SECRET } });
});

afterAll(() => Promise.all([before.close(), during.close()]));

const refresh = (app: AuthApp, refreshToken: string | undefined) =>
  app.post('/v1/auth/refresh', { refreshToken });

test('a new secret logs nobody out, and what is made from then on is under it', async () => {
  const { accessToken, refreshToken } = await before.logIn((await createPerson(before.db)).email);
  expect((await during.get('/v1/auth/me', accessToken)).statusCode).toBe(200);
  const next = await refresh(during, refreshToken);
  expect(next.statusCode, next.body).toBe(200);
  // Who knows the old secret only can neither make nor use it.
  expectProblem(await refresh(before, next.json().refreshToken), 401);
  expect((await refresh(during, next.json().refreshToken)).statusCode).toBe(200);
});

test('once the old one is gone, so is what it signed, and nothing else', async () => {
  const { email } = await createPerson(before.db);
  const [old, fresh] = [await before.logIn(email), await during.logIn(email)];
  const after = await createAuthApp({ env: { AUTH_SECRET: NEW } });
  expectProblem(await refresh(after, old['refreshToken']), 401);
  expectProblem(await after.get('/v1/auth/me', old['accessToken']), 401);
  const next = await refresh(after, fresh['refreshToken']);
  expect(next.statusCode, next.body).toBe(200);
  expect((await after.get('/v1/auth/me', next.json().accessToken)).statusCode).toBe(200);
  await after.close();
});
