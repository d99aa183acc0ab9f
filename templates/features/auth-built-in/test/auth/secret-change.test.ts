import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownSecrets } from '../../src/auth/known-secrets';
import { secretId } from '../../src/auth/secrets';
import { expectProblem } from '../expect';
import { AUTH_SECRET, type AuthApp, createAuthApp } from './client';
import { createPerson } from './people';
import { listen, startProcess } from './processes';
import {
  expectNewSecretTaken,
  expectSignedIn,
  logInAt,
  NEW_SECRET,
  type Place,
} from './secret-rotation';
import { PROCESS_TIMEOUT, refresh, rotate } from './two-processes';

vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

let folder: string;
let t: AuthApp;
/** In this process, and in one of its own; what each is given stands in files of its own. */
let places: [Place, Place];

/** The files of a process. @returns writes them anew */
function filesOf(process: string) {
  const [newest, old] = ['secret', 'old'].map((name) =>
    path.join(folder, `${process}-${name}`),
  ) as [string, string];
  const write: Place['write'] = (secret, before) => {
    writeFileSync(newest, `${secret}\n`);
    writeFileSync(old, before);
  };
  write(AUTH_SECRET, '');
  return {
    env: { AUTH_SECRET: undefined, AUTH_SECRET_FILE: newest, AUTH_SECRET_OLD_FILE: old },
    write,
  };
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'secret-change-'));
  const [here, there] = [filesOf('first'), filesOf('second')];
  t = await createAuthApp({ env: here.env });
  places = [
    { service: await listen(t.app), write: here.write },
    { service: await startProcess(there.env), write: there.write },
  ];
}, PROCESS_TIMEOUT);

afterAll(async () => {
  await t.close();
  rmSync(folder, { recursive: true });
});

test('a new secret is taken without a restart, signs when every process knows it, and logs nobody out', async () => {
  await expectNewSecretTaken(places, t.db);
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

  stands = [NEW_SECRET, AUTH_SECRET];
  await known.refresh();
  expect([...known.all()]).toEqual(stands.map((secret) => [secretId(secret), secret]));
});

test('once the old one is gone, so is what it signed, and nothing else', async () => {
  const [first] = places;
  const fresh = await logInAt(first, t.db);
  const old = await createAuthApp();
  const { email } = await createPerson(t.db);
  const tokens = await old.logIn(email);
  for (const { write } of places) write(NEW_SECRET, '');
  const status = async () => (await first.service.get('/v1/auth/me', tokens['accessToken'])).status;
  await expect.poll(status).toBe(401);
  expect((await refresh(first.service, tokens['refreshToken'] as string)).status).toBe(401);
  // Who knows the old secret only can neither make nor use what the new one signs.
  const { refreshToken } = fresh;
  expectProblem(await old.post('/v1/auth/refresh', { refreshToken }), 401);
  await expectSignedIn(places, fresh);
  await rotate(first.service, refreshToken);
  await old.close();
});
