import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namedDatabase, readEnvFile } from '../scripts/named-database';

const WITH_DATABASE = fileURLToPath(new URL('../scripts/with-database.ts', import.meta.url));
// Nobody listens there: whatever connects, fails.
const DATABASE_URL = 'postgres://ada:hidden@127.0.0.1:1/company';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'named-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function withDatabase(options: string[], parameters: string[] = []) {
  const print = ['node', '-e', 'console.log(process.env.DATABASE_URL)', 'end', ...parameters];
  return spawnSync('node', ['--import', 'tsx', WITH_DATABASE, ...options, '--', ...print], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL, DATABASE_URL_FILE: '' },
  });
}

test('it is said who names a database, and which, without its password', () => {
  const { source, place, name } = namedDatabase({ DATABASE_URL }, {}) ?? {};
  expect([source, place]).toEqual(['DATABASE_URL in the environment', '127.0.0.1:1/company']);
  expect(name).toBe('company');
  expect(namedDatabase({}, { DATABASE_URL })).toMatchObject({
    source: 'DATABASE_URL in .env',
    name,
  });
  const file = namedDatabase({}, { DATABASE_URL_FILE: '/run/url' });
  expect(file).toMatchObject({ source: 'DATABASE_URL_FILE in .env', place: 'as /run/url says' });
  expect(namedDatabase({ DATABASE_URL: 'hidden' }, {})?.place).not.toContain('hidden');
});

test('an empty variable in the shell takes back what .env names', () => {
  expect(namedDatabase({ DATABASE_URL: '' }, { DATABASE_URL })).toBeUndefined();
  expect(namedDatabase({}, {})).toBeUndefined();
});

test('a folder called .env is no file of variables', () => {
  expect(readEnvFile(folder)).toEqual({});
  mkdirSync(path.join(folder, '.env'));
  expect(readEnvFile(folder)).toEqual({});
  rmSync(path.join(folder, '.env'), { recursive: true });
  writeFileSync(path.join(folder, '.env'), `export DATABASE_URL="${DATABASE_URL}" # ours\n`);
  expect(readEnvFile(folder)).toEqual({ DATABASE_URL });
});

test('a command that is for the development database alone leaves a named one', () => {
  const { status, stdout, stderr } = withDatabase(['--development', '--migrate']);
  expect([status, stdout]).toEqual([78, '']);
  expect(stderr).toBe('DATABASE_URL in the environment names a database: 127.0.0.1:1/company.\n');
});

test('sample rows go into a named database only when it is named once more', () => {
  const refused = withDatabase(['--migrate', '--confirm']);
  expect([refused.status, refused.stdout]).toEqual([1, '']);
  expect(refused.stderr).toContain('--database company');
  const taken = withDatabase(['--confirm'], ['--database', 'company']);
  expect([taken.status, taken.stdout]).toEqual([0, `${DATABASE_URL}\n`]);
});
