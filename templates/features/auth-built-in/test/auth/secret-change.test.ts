import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownSecrets } from '../../src/auth/known-secrets';
import { secretId } from '../../src/auth/secrets';
import { signInKeys } from '../../src/auth/tables';
import { expectProblem } from '../expect';
import { AUTH_SECRET, type AuthApp, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';
import { listen, type Service, startProcess } from './processes';
import { PROCESS_TIMEOUT, refresh, rotate } from './two-processes';

vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

const NEW = 'Zr8wK1pVt5Xn0QyBd7Lm3GfJh9Cs2Ea6UoRi4WxTbNk=';
const REACHES = { timeout: 10_000, interval: 50 };
let folder: string;
/** In this process; what it is given stands in files, as in the other one, which has files of its own. */
let t: AuthApp;
let first: Service;
let second: Service;

/** The files of a process. @returns writes them anew */
function filesOf(process: string) {
  const [newest, old] = ['secret', 'old'].map((name) =>
    path.join(folder, `${process}-${name}`),
  ) as [string, string];
  return {
    env: { AUTH_SECRET: undefined, AUTH_SECRET_FILE: newest, AUTH_SECRET_OLD_FILE: old },
    write: (secret: string, before: string) => {
      writeFileSync(newest, `${secret}\n`);
      writeFileSync(old, before);
    },
  };
}

let files: ReturnType<typeof filesOf>[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'secret-change-'));
  files = ['first', 'second'].map(filesOf);
  for (const { write } of files) write(AUTH_SECRET, '');
  const [here, there] = files.map(({ env }) => env);
  t = await createAuthApp({ env: here });
  first = await listen(t.app);
  second = await startProcess(there);
}, PROCESS_TIMEOUT);

afterAll(async () => {
  await t.close();
  rmSync(folder, { recursive: true });
});

const secretOf = (refreshToken: string) =>
  Buffer.from(refreshToken, 'base64url').toString('hex', 1, 5);

async function logIn() {
  const { email } = await createPerson(t.db);
  const body = { email, password: PASSWORD, client: 'api' };
  return (await first.post('/v1/auth/login', body)).body as Record<
    'accessToken' | 'refreshToken',
    string
  >;
}

async function expectSignedIn({ accessToken }: { accessToken: string }): Promise<void> {
  for (const service of [first, second]) {
    expect((await service.get('/v1/auth/me', accessToken)).status).toBe(200);
  }
}

/** How many keys a process knows. */
const publishedBy = async (service: Service) =>
  (await service.get('/.well-known/jwks.json')).body.keys.length as number;

test('a new secret is taken without a restart, signs when every process knows it, and logs nobody out', async () => {
  const before = await logIn();
  for (const { write } of files) {
    write(NEW, AUTH_SECRET);
    // Between the two, only one of them knows it.
    await expectSignedIn(before);
    await rotate(second, await rotate(first, (await logIn()).refreshToken));
  }
  for (const service of [first, second]) {
    await expect.poll(() => publishedBy(service), REACHES).toBe(2);
  }
  // It is known, and does not sign yet.
  const during = await logIn();
  expect(secretOf(during.refreshToken)).toBe(secretId(AUTH_SECRET));

  await t.db
    .update(signInKeys)
    .set({ signsFrom: sql`now()` })
    .where(eq(signInKeys.secretId, secretId(NEW)));
  const newest = async () => secretOf((await logIn()).refreshToken);
  await expect.poll(newest, REACHES).toBe(secretId(NEW));
  for (const tokens of [before, during, await logIn()]) {
    await expectSignedIn(tokens);
    const next = await rotate(second, tokens.refreshToken);
    await rotate(first, next);
  }
  // One key of it, whichever of the two made it.
  expect(await t.db.select().from(signInKeys)).toHaveLength(2);
});

test('a secret that is none is not taken: the one before is kept, and it is said once', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  let stands = ['short', AUTH_SECRET];
  const known = knownSecrets({ secrets: [AUTH_SECRET], secretsAgain: async () => stands }, log);
  for (let times = 0; times < 2; times += 1) await known.refresh();
  expect([...known.all().values()]).toEqual([AUTH_SECRET]);
  expect(lines).toEqual([expect.stringContaining('read secrets of sign-in again: failed')]);
  expect(lines.join()).not.toContain(AUTH_SECRET);

  stands = [NEW, AUTH_SECRET];
  await known.refresh();
  expect([...known.all()]).toEqual(stands.map((secret) => [secretId(secret), secret]));
});

test('once the old one is gone, so is what it signed, and nothing else', async () => {
  const fresh = await logIn();
  const old = await createAuthApp();
  const { email } = await createPerson(t.db);
  const tokens = await old.logIn(email);
  for (const { write } of files) write(NEW, '');
  const status = async () => (await first.get('/v1/auth/me', tokens['accessToken'])).status;
  await expect.poll(status, REACHES).toBe(401);
  expect((await refresh(first, tokens['refreshToken'] as string)).status).toBe(401);
  // Who knows the old secret only can neither make nor use what the new one signs.
  const { refreshToken } = fresh;
  expectProblem(await old.post('/v1/auth/refresh', { refreshToken }), 401);
  await expectSignedIn(fresh);
  await rotate(first, refreshToken);
  await old.close();
});
