import { channel } from 'node:diagnostics_channel';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callerContext } from '../../src/access/context';
import { demand, nobodys, policy } from '../../src/access/policy';
import { textOfUser } from '../../src/auth/users';
import type { Module } from '../../src/http/types';
import { loggerOptions } from '../../src/observability/logger';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';

const lines: Record<string, unknown>[] = [];
const logger = pino(loggerOptions({ level: 'info', pretty: false }), {
  write: (line: string) => void lines.push(JSON.parse(line)),
});

const forAdmins: Module = {
  resource: 'for-admins',
  prefix: '/for-admins',
  routes: async (app) => {
    const access = policy(nobodys, { list: 'admin' }).list;
    app.get('/', { config: { access, work: [] } }, async (request) => {
      demand(access, callerContext(app.db, request.caller));
      return 'pong';
    });
  },
};

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp({ logger, modules: [forAdmins] });
});

afterAll(() => t.close());

test('what happens to an account is logged, with whose it is and from where [ASVS 16.3.1, 16.3.3]', async () => {
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
    expect(event).toMatchObject({ client: '127.0.0.0', requestId: expect.any(String) });
  }
});

test('whoever counts refused log-ins is told of them, also of those that meet a limit', async () => {
  const refused: unknown[] = [];
  const listener = (message: unknown) => void refused.push(message);
  const limited = await createAuthApp({ env: { AUTH_LIMIT_ADDRESS: '1' } });
  channel('service:login-refused').subscribe(listener);
  const { email } = await createPerson(t.db);
  for (let times = 0; times < 3; times += 1) await limited.tryLogIn(email, 'not the password');
  channel('service:login-refused').unsubscribe(listener);
  await limited.close();
  expect(refused).toEqual([{ reason: 'password' }, { reason: 'limit' }, { reason: 'limit' }]);
});

test('whoever counts sessions that are ended for reuse is told of them', async () => {
  const ended = vi.fn<() => void>();
  channel('service:refresh-token-reused').subscribe(ended);
  const { email } = await createPerson(t.db);
  const { refreshToken } = await t.logIn(email);
  const second = (await t.post('/v1/auth/refresh', { refreshToken })).json();
  await t.post('/v1/auth/refresh', { refreshToken: second.refreshToken });
  expect(ended).not.toHaveBeenCalled();
  await t.post('/v1/auth/refresh', { refreshToken });
  channel('service:refresh-token-reused').unsubscribe(ended);
  expect(ended).toHaveBeenCalledOnce();
});

const newest = () => lines.findLast(({ msg }) => msg === 'security event');

test('who is refused is logged, where it is known with who it is [ASVS 16.3.2]', async () => {
  await t.get('/v1/auth/me');
  expect(newest()).toMatchObject({ event: 'access-refused', client: '127.0.0.0' });
  const { email, userId } = await createPerson(t.db);
  await t.get('/v1/for-admins', (await t.logIn(email))['accessToken']);
  expect(newest()).toMatchObject({ event: 'access-refused', userId: textOfUser(userId) });
  const line = { msg: 'request', status: 403, userId: textOfUser(userId) };
  await expect.poll(() => lines.at(-1)).toMatchObject(line);
});

test('who tries too often is logged [ASVS 16.3.3]', async () => {
  const limited = await createAuthApp({ logger, env: { AUTH_LIMIT_MAILS: '1' } });
  for (let n = 0; n < 2; n += 1) {
    await limited.post('/v1/auth/forgot-password', { email: 'somebody@example.com' });
  }
  expect(newest()).toMatchObject({ event: 'too-many-attempts' });
  await limited.close();
});
