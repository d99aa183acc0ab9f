import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundle } from '../../scripts/bundle';
import { ADMIN, roles } from '../../src/auth/roles';
import { testDatabaseUrl } from '../database';
import { expectProblem } from '../expect';
import { AUTH_SECRET, type AuthApp, createAuthApp } from './client';
import { createPerson } from './people';

// Each is a process, as when somebody types it.
vi.setConfig({ testTimeout: 120_000 });

let t: AuthApp;
let folder: string;

// Compiled once, and not for each process anew.
beforeAll(async () => {
  folder = mkdtempSync(path.resolve('node_modules', '.commands-'));
  await bundle(['scripts/account.ts', 'scripts/keys-rotate.ts'], folder);
  t = await createAuthApp();
});

afterAll(async () => {
  await t.close();
  rmSync(folder, { recursive: true });
});

async function run(script: string, ...args: string[]): Promise<[code: number, printed: string]> {
  const url = await testDatabaseUrl();
  const env = { ...process.env, APP_ENV: 'test', DATABASE_URL: url, AUTH_SECRET };
  const command = [path.join(folder, `${script}.js`), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve([error ? Number(error.code) : 0, stdout + stderr]);
    });
  });
}

test('account: the first admin is made by a command, for an address in any case', async () => {
  const { email } = await createPerson(t.db);
  const { refreshToken } = await t.logIn(email);
  const done = [0, 'Done; within two seconds every process knows.\n'];
  expect(await run('account', 'role', email.toUpperCase(), ADMIN)).toEqual(done);
  const { accessToken } = (await t.post('/v1/auth/refresh', { refreshToken })).json();
  expect(decodeJwt(accessToken)['roles']).toEqual([ADMIN]);
});

test('account: somebody is logged out everywhere, and locked [ASVS 7.4.5]', async () => {
  const { email } = await createPerson(t.db);
  const { accessToken } = await t.logIn(email);
  expect((await run('account', 'log-out', email))[0]).toBe(0);
  const status = async () => (await t.get('/v1/auth/me', accessToken)).statusCode;
  await expect.poll(status).toBe(401);
  await t.logIn(email);
  expect((await run('account', 'disable', email))[0]).toBe(0);
  expectProblem(await t.tryLogIn(email), 401);
  expect((await run('account', 'enable', email))[0]).toBe(0);
  await t.logIn(email);
});

test.each([
  [['role', 'nobody@example.com', ADMIN], 'There is no such account'],
  [
    ['role', 'nobody@example.com', 'emperor'],
    `npm run account -- role <e-mail> <${roles.join('|')}>`,
  ],
  [[], 'npm run account -- role <e-mail>'],
])('account: %j is refused', async (args, sentence) => {
  const [code, printed] = await run('account', ...args);
  expect([code, printed]).toEqual([1, expect.stringContaining(sentence)]);
});

test('keys:rotate: a new key is published, and nobody is logged out', async () => {
  const { accessToken } = await t.logIn((await createPerson(t.db)).email);
  const [code, printed] = await run('keys-rotate');
  expect([code, printed]).toEqual([0, expect.stringContaining('Nobody is logged out.')]);
  const kid = /The key (\S+) is published/.exec(printed)?.[1];
  const published = async () => (await t.get('/.well-known/jwks.json')).body;
  await expect.poll(published).toContain(kid);
  expect((await t.get('/v1/auth/me', accessToken)).statusCode).toBe(200);
});
