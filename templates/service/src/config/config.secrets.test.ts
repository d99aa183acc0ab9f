import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { given } from '../../test/given';
import { mistakesOf } from '../../test/mistakes';
import { allSecrets, checkVariables } from './check';
import { loadConfig } from './config';
import { environments } from './environments';
import { readVariables } from './sources';

const { DATABASE_URL } = given;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'config-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['staging', 'production'])('%s', (APP_ENV) => {
  const refused = (env: NodeJS.ProcessEnv) => mistakesOf({ ...given, APP_ENV, ...env });

  test.each([
    'postgres',
    'Development',
    'change-me',
    '12345678',
    'service',
    'user',
    'postgres123',
    'Password1!',
    'P%40ssw0rd',
    'admin2026',
    'aaaaaaaa',
    'abcabcabc',
    '1q2w3e4r',
  ])('does not start with a password that everybody tries first: %s', (password) => {
    const url = (host: string) => `postgres://user:${password}@${host}/service`;
    expect(refused({ DATABASE_URL: url('db.example.com') })).toEqual([
      expect.stringMatching(/^DATABASE_URL: has a password that is in every list/),
    ]);
    expect(refused({ DATABASE_URL: url('127.0.0.1') })).toEqual([]);
    expect(mistakesOf({ APP_ENV: 'test', DATABASE_URL: url('db.example.com') })).toEqual([]);
  });

  test('takes a password of its own, and a database that asks for none', () => {
    for (const user of ['user:qQ7-vb2Kx', 'user']) {
      expect(refused({ DATABASE_URL: `postgres://${user}@db.example.com/service` })).toEqual([]);
    }
  });
});

test.each(['50%off', '%', '%zz', 'a%2'])(
  'a password that is not encoded is named: %s',
  (password) => {
    const url = `postgres://user:${password}@db.example.com/service`;
    for (const APP_ENV of environments) {
      const mistakes = mistakesOf({ ...given, APP_ENV, DATABASE_URL: url });
      expect(mistakes).toEqual([expect.stringMatching(/^DATABASE_URL: is no URL: .* encoded$/)]);
    }
  },
);

test('a secret can come from a file', () => {
  const file = path.join(folder, 'url');
  writeFileSync(file, `${DATABASE_URL}\n`);
  expect(loadConfig({ DATABASE_URL_FILE: file }).database.url).toBe(DATABASE_URL);
  writeFileSync(file, '\n');
  expect(mistakesOf({ DATABASE_URL_FILE: file })).toEqual([expect.stringMatching(/is required/)]);
});

test.each([
  ['a line end of Unix', '\n'],
  ['one of Windows', '\r\n'],
  ['several', '\n\r\n\n'],
])('what a file ends with is none of its secret: %s', (_what, end) => {
  const file = path.join(folder, 'ended');
  writeFileSync(file, `\uFEFF${DATABASE_URL}${end}`);
  const { values } = readVariables({ DATABASE_URL_FILE: file }, ['DATABASE_URL'], {});
  expect(values).toEqual({ DATABASE_URL });
});

test('a folder is no secret, nor is what is no text', () => {
  const file = path.join(folder, 'utf-16');
  writeFileSync(file, `\uFEFF${DATABASE_URL}`, 'utf16le');
  expect(mistakesOf({ DATABASE_URL_FILE: folder })).toEqual([
    "DATABASE_URL_FILE: can't be read (EISDIR)",
  ]);
  expect(mistakesOf({ DATABASE_URL_FILE: file })).toEqual([
    "DATABASE_URL_FILE: can't be read (it is no UTF-8 text)",
  ]);
});

test('a secret in two places, or in a file that is not there, is an error', () => {
  const file = path.join(folder, 'nowhere');
  expect(mistakesOf({ DATABASE_URL_FILE: file })).toEqual([
    "DATABASE_URL_FILE: can't be read (ENOENT)",
  ]);
  expect(mistakesOf({ DATABASE_URL, DATABASE_URL_FILE: file })).toEqual([
    expect.stringContaining('set one of them'),
  ]);
});

test('a value is taken from the environment, a file, the profile, in this order', () => {
  const file = path.join(folder, 'port');
  writeFileSync(file, '1');
  const names = ['HOST', 'PORT', 'CORS_ORIGINS', 'LOG_LEVEL'];
  const profile = { HOST: 'b', PORT: 3, CORS_ORIGINS: ['https://a.example', 'https://b.example'] };
  expect(readVariables({ HOST: 'a', PORT_FILE: file, LOG_LEVEL: '' }, names, profile)).toEqual({
    values: { HOST: 'a', PORT: '1', CORS_ORIGINS: 'https://a.example,https://b.example' },
    sources: {
      HOST: { from: 'environment' },
      PORT: { from: `file ${file}`, again: expect.any(Function) },
      CORS_ORIGINS: { from: 'profile' },
    },
    mistakes: [],
  });
});

test('secrets may be missing where only the rest is looked at, and what is there may not be wrong', () => {
  const looked = (env: NodeJS.ProcessEnv) =>
    checkVariables({ ...env, DATABASE_POOL_MIN: '21', APP_ENV: 'production' }, allSecrets).mistakes;
  const { DATABASE_URL: url, ...rest } = given;
  expect(looked(rest)).toEqual([expect.stringMatching(/^DATABASE_POOL_MIN: must not be greater/)]);
  expect(looked({ ...rest, DATABASE_URL: `my${url}` })).toEqual([
    expect.stringMatching(/^DATABASE_URL: must be a postgres/),
  ]);
});
