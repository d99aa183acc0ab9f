import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developmentSecret } from '../../src/auth/secrets';
import { loadConfig } from '../../src/config';
import { given } from '../given';
import { mistakesOf } from '../mistakes';
import { AUTH_SECRET } from './client';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const mistakesWith = (env: NodeJS.ProcessEnv) => mistakesOf({ ...given, ...env });

describe.each(['staging', 'production'])('%s', (APP_ENV) => {
  test('starts with all of it', () => {
    expect(mistakesWith({ APP_ENV })).toEqual([]);
  });

  test.each(['AUTH_SECRET', 'AUTH_ISSUER', 'AUTH_APP_URL', 'MAIL_URL', 'MAIL_FROM'])(
    'does not start without %s',
    (name) => {
      const [mistake, ...others] = mistakesWith({ APP_ENV, [name]: undefined });
      expect(mistake).toMatch(new RegExp(`^${name}: `));
      expect(others).toEqual([]);
    },
  );

  test.each([
    ['short', 'K7vN2pQx9RmT4wYz8BcD5fGh3JkL6sVa1EuX0oPiZ'],
    ['of a piece again and again', 'q1w2e3r4t5y6u7i8o9p0'.repeat(3)],
    ['of few characters', '31415926535897932384626433832795028841971693993751'],
    ['that repeats itself', 'kT7vQ2mZx9'.repeat(5)],
    ['from a manual', 'super-secret-jwt-token-with-at-least-32-characters-long'],
    ['to be changed', 'ChangeMe-ChangeMe-ChangeMe-ChangeMe-ChangeMe-1'],
    ['of everybody', '0123456789abcdef0123456789abcdef0123456789abcdef'],
  ])('does not start with a secret that is %s, and does not repeat it', (_, secret) => {
    for (const name of ['AUTH_SECRET', 'AUTH_SECRET_OLD']) {
      const mistakes = mistakesWith({ APP_ENV, [name]: secret });
      expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
      expect(mistakes.join()).not.toContain(secret);
    }
  });

  test.each(['AUTH_ISSUER', 'AUTH_APP_URL', 'CORS_ORIGINS'])('does not take http in %s', (name) => {
    const mistakes = mistakesWith({ APP_ENV, [name]: 'http://app.example.org' });
    expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${name}: must be https`))]);
  });

  test.each(['smtps://user:50%off@mail.example.com', 'smtps://a%zz:b@mail.example.com'])(
    'does not start with a mail server that can not be read: %s',
    (MAIL_URL) => {
      expect(mistakesWith({ APP_ENV, MAIL_URL })).toEqual([
        expect.stringMatching(/^MAIL_URL: is no URL: .* encoded$/),
      ]);
    },
  );

  test.each(['nobody', 'Shop', 'shop@', 'a@example.com, b@example.com', 'Shop <shop>'])(
    'does not start with a sender that is no address: %s',
    (MAIL_FROM) => {
      expect(mistakesWith({ APP_ENV, MAIL_FROM })).toEqual([
        expect.stringMatching(/^MAIL_FROM: must be an address/),
      ]);
    },
  );

  test.each(['us@example.com', 'Shop <shop@example.com>', '"Shop, Inc." <shop@example.com>'])(
    'starts with the sender %s',
    (MAIL_FROM) => {
      expect(mistakesWith({ APP_ENV, MAIL_FROM })).toEqual([]);
    },
  );

  test('does not let any origin send cookies [ASVS 3.4.2]', () => {
    expect(mistakesWith({ APP_ENV, CORS_ORIGINS: '*' })).toEqual([
      expect.stringMatching(/^CORS_ORIGINS: must name each origin/),
    ]);
  });
});

test('a secret can come from a file', () => {
  const file = path.join(folder, 'secret');
  writeFileSync(file, `${AUTH_SECRET}\n`);
  const { auth } = loadConfig({
    ...given,
    APP_ENV: 'production',
    AUTH_SECRET: undefined,
    AUTH_SECRET_FILE: file,
  });
  expect(auth.secrets).toEqual([AUTH_SECRET]);
});

test('development makes a secret of its own, once, for its owner only', () => {
  const own = path.join(folder, 'own');
  const secret = developmentSecret(own);
  expect(secret).toHaveLength(44);
  expect(developmentSecret(own)).toBe(secret);
  expect(developmentSecret(path.join(folder, 'other'))).not.toBe(secret);
  expect(statSync(path.join(own, 'auth-secret')).mode & 0o077).toBe(0);
});
