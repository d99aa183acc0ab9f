import { randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { accessTokens, MAX_CACHED } from '../../src/auth/access-token';
import { textOfUser } from '../../src/auth/users';
import { loadConfig } from '../../src/config';
import { expectProblem } from '../expect';
import { given } from '../given';
import { tokenFor } from './caller';
import { type AuthApp, createAuthApp } from './client';
import { type Issuer, issuer } from './issuer';
import { createUser, subjectOfUser } from './user';

let t: AuthApp;
let idp: Issuer;
let sub: string;

const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead;

beforeAll(async () => {
  idp = await issuer();
  t = await createAuthApp();
  sub = await subjectOfUser(t.db, await createUser(t.db, `${randomUUID()}@example.com`));
});

afterAll(() => t.close());

describe('a token of the issuer', () => {
  test('lets its user in, with the roles that it names and the service knows', async () => {
    const userId = await createUser(t.db, `${randomUUID()}@example.com`);
    for (const [named, roles] of [
      [
        ['admin', 'emperor'],
        ['user', 'admin'],
      ],
      [[], ['user']],
    ] as const) {
      const response = await t.me(await tokenFor(t.app, userId, [...named]));
      expect(response.json()).toEqual({ userId: textOfUser(userId), roles });
    }
  });

  test.each(['JWT', 'application/at+jwt', undefined])('may be of the type %s', async (typ) => {
    const token = await idp.sign({ sub }, { typ });
    expect((await t.me(token)).statusCode).toBe(200);
  });

  test('may be for several audiences', async () => {
    const token = await idp.sign({
      sub,
      aud: ['https://other.example', 'https://api.example.com'],
    });
    expect((await t.me(token)).statusCode).toBe(200);
  });

  test('is over when it says so, although it was checked before [ASVS 9.2.1]', async () => {
    const exact = await createAuthApp({ env: { AUTH_CLOCK_TOLERANCE_SECONDS: '0' } });
    const end = seconds(600);
    const token = await idp.sign({ sub, exp: end });
    onTestFinished(async () => {
      vi.useRealTimers();
      await exact.close();
    });
    vi.useFakeTimers({ toFake: ['Date'], now: end * 1000 - 1 });
    expect((await exact.me(token)).statusCode).toBe(200);
    vi.setSystemTime(end * 1000);
    expectProblem(await exact.me(token), 401);
  });

  test('is taken for as long as the clocks may be apart', async () => {
    expect((await t.me(await idp.sign({ sub, exp: seconds(-2) }))).statusCode).toBe(200);
    expect((await t.me(await idp.sign({ sub, nbf: seconds(3) }))).statusCode).toBe(200);
  });
});

describe('a token is refused', () => {
  test.each<[string, () => object]>([
    ['of another issuer', () => ({ iss: 'https://evil.example' })],
    ['for another audience [ASVS 9.2.3]', () => ({ aud: 'https://other.example' })],
    ['for nobody', () => ({ aud: undefined })],
    ['that is over [ASVS 9.2.1]', () => ({ exp: seconds(-60) })],
    ['without an end', () => ({ exp: undefined })],
    ['that begins later', () => ({ nbf: seconds(60) })],
    ['without a subject', () => ({ sub: undefined })],
  ])('%s', async (_, change) => {
    expectProblem(await t.me(await idp.sign({ sub, ...change() })), 401);
  });

  test.each(['id+jwt', 'logout+jwt', ''])('of the type %j [ASVS 9.2.2]', async (typ) => {
    expectProblem(await t.me(await idp.sign({ sub }, { typ })), 401);
  });

  test('of a type that is taken by default, where only one of the others is', async () => {
    const strict = await createAuthApp({ env: { AUTH_TOKEN_TYPES: 'at+jwt' } });
    expectProblem(await strict.me(await idp.sign({ sub }, { typ: 'JWT' })), 401);
    expect((await strict.me(await idp.sign({ sub }))).statusCode).toBe(200);
    await strict.close();
  });

  test('signed by somebody else, under the name of a key that is known [ASVS 9.1.1]', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expectProblem(await t.me(await idp.sign({ sub }, {}, privateKey)), 401);
  });

  test('that was changed [ASVS 9.1.1]', async () => {
    const [head, , signature] = (await idp.sign({ sub })).split('.');
    const [, payload] = (await idp.sign({ sub, roles: ['admin'] })).split('.');
    expectProblem(await t.me(`${head}.${payload}.${signature}`), 401);
  });

  test('without a signature, or signed with the public key as if it were a secret [ASVS 9.1.2]', async () => {
    const [, payload] = (await idp.sign({ sub })).split('.');
    const { kid, jwk } = idp.key();
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url');
    const publicKey = (await importJWK(jwk, 'ES256')) as CryptoKey;
    const secrets = [await exportSPKI(publicKey), JSON.stringify(jwk)].map((text) =>
      Buffer.from(text),
    );
    const hmacs = secrets.map((secret) => idp.sign({ sub }, { alg: 'HS256' }, secret));
    for (const bad of [`${none}.${payload}.`, ...(await Promise.all(hmacs))]) {
      expectProblem(await t.me(bad), 401);
    }
  });

  test('of an algorithm that is not among those that are taken [ASVS 9.1.2]', async () => {
    const other = await createAuthApp({ env: { AUTH_ALGORITHMS: 'RS256' } });
    expectProblem(await other.me(await idp.sign({ sub })), 401);
    await other.close();
  });

  test('that brings the key to check it with, or says where that is [ASVS 9.1.3]', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    for (const header of [{ jwk }, { jku: 'https://evil.example' }, { jwk, kid: undefined }]) {
      expectProblem(await t.me(await idp.sign({ sub }, header, privateKey)), 401);
    }
  });

  test.each(['', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer a.b.c'])(
    '%j',
    async (authorization) => {
      const response = await t.app.inject({ url: '/v1/me', headers: { authorization } });
      expectProblem(response, 401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
    },
  );
});

test('what is remembered of tokens is bounded', async () => {
  const { auth } = loadConfig({ ...given, APP_ENV: 'test', ...idp.env });
  const key = (await importJWK(idp.key().jwk, 'ES256')) as CryptoKey;
  const keys = { find: async () => key, version: () => 1, close: () => {} };
  const tokens = accessTokens(auth, keys);
  for (let i = 0; i < MAX_CACHED + 10; i += 1) {
    const token = await idp.sign({ sub: String(i) });
    await tokens.verify(token);
  }
  expect(tokens.cached()).toBe(MAX_CACHED);
}, 60_000);
