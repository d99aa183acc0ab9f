import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { expect, test } from 'vitest';
import { nobodys, policy } from '../../src/access/policy';
import { textOfUser } from '../../src/auth/users';
import type { Module } from '../../src/http/types';
import { loggerOptions } from '../../src/observability/logger';
import { tokenFor } from './caller';
import { createAuthApp } from './client';
import { createUser } from './user';

const forAdmins: Module = {
  resource: 'for-admins',
  prefix: '/for-admins',
  routes: async (app) => {
    const access = policy(nobodys, { list: 'admin' }).list;
    app.get('/', { config: { access, work: [] } }, async () => 'pong');
  },
};

test('who is refused is logged, from where and where it is known with who it is; tokens never are [ASVS 16.2.5, 16.3.2]', async () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  const logger = pino(loggerOptions({ level: 'trace', pretty: false }), { write });
  const env = { LOG_CLIENT_ADDRESS: 'cut' };
  const t = await createAuthApp({ logger, env, modules: [forAdmins] });
  const newest = () => lines.findLast(({ msg }) => msg === 'security event');

  await t.app.inject({ url: '/v1/for-admins' });
  expect(newest()).toMatchObject({ event: 'access-refused', client: '127.0.0.0' });
  expect(newest()).not.toHaveProperty('userId');

  const userId = await createUser(t.db, `${randomUUID()}@example.com`);
  const token = await tokenFor(t.app, userId);
  const headers = { authorization: `Bearer ${token}` };
  expect((await t.app.inject({ url: '/v1/for-admins', headers })).statusCode).toBe(403);
  expect(newest()).toMatchObject({ event: 'access-refused', userId: textOfUser(userId) });
  const line = { msg: 'request', status: 403, userId: textOfUser(userId) };
  await expect.poll(() => lines.at(-1)).toMatchObject(line);

  const text = JSON.stringify(lines);
  for (const part of token.split('.')) expect(text).not.toContain(part);
  await t.close();
});
