import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfUser } from '../../src/auth/users';
import { loggerOptions } from '../../src/observability/logger';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';

const lines: Record<string, unknown>[] = [];
let t: AuthApp;

beforeAll(async () => {
  const options = loggerOptions({ level: 'info', pretty: false, requests: true });
  const logger = pino(options, { write: (line: string) => void lines.push(JSON.parse(line)) });
  t = await createAuthApp({ logger });
});

afterAll(() => t.close());

test('what happens to an account is logged, with whose it is and from where', async () => {
  const { email, userId } = await createPerson(t.db);
  await t.post('/v1/auth/login', { email, password: 'not the password', client: 'api' });
  const { accessToken, refreshToken } = await t.logIn(email);
  const first = { refreshToken };
  const second = (await t.post('/v1/auth/refresh', first)).json();
  await t.post('/v1/auth/refresh', { refreshToken: second.refreshToken });
  await t.post('/v1/auth/refresh', first);
  await t.post('/v1/auth/refresh', first);
  await t.post('/v1/auth/forgot-password', { email });
  const token = await t.mailed(email, 'Set a new password');
  await t.post('/v1/auth/reset-password', { token, password: `${PASSWORD} 2` });
  const again = await t.logIn(email, `${PASSWORD} 2`);
  await t.post('/v1/auth/logout-all', undefined, { headers: bearer(again['accessToken']) });
  expect(accessToken).toBeDefined();

  const events = lines.filter(({ msg }) => msg === 'security event');
  expect(events.map(({ event }) => event)).toEqual([
    'login-failed',
    'logged-in',
    'refresh-token-reused',
    'password-reset-asked',
    'password-reset',
    'logged-in',
    'logged-out-everywhere',
  ]);
  expect(events[2]).toMatchObject({
    level: 'warn',
    userId: textOfUser(userId),
    sessionId: expect.any(String),
  });
  for (const event of events) {
    expect(event).toMatchObject({ address: '127.0.0.1', requestId: expect.any(String) });
  }
});
