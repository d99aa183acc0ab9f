import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { EVERYBODY } from '../../src/auth/roles';
import { textOfUser } from '../../src/auth/users';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, type Person } from './people';

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;
let person: Person;
let tokens: Record<string, string>;

beforeAll(async () => {
  [t, other] = [await createAuthApp(), await createAuthApp()];
  person = await createPerson(t.db);
  tokens = await t.logIn(person.email);
});

afterAll(() => Promise.all([t.close(), other.close()]));

const me = (app: AuthApp, accessToken: string | undefined) => app.get('/v1/auth/me', accessToken);

describe('an access token', () => {
  test('says who calls, in which session and as what, for ten minutes [ASVS 9.2.4]', () => {
    const claims = decodeJwt(tokens['accessToken'] as string);
    expect(claims).toMatchObject({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      sub: textOfUser(person.userId),
      sid: expect.any(String),
      jti: expect.any(String),
      roles: [EVERYBODY],
    });
    expect((claims.exp as number) - (claims.iat as number)).toBe(600);
    const header = decodeProtectedHeader(tokens['accessToken'] as string);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
  });

  test('lets the caller in on every process', async () => {
    for (const app of [t, other]) {
      const { statusCode, body } = await me(app, tokens['accessToken']);
      expect(statusCode, body).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ email: person.email, role: EVERYBODY });
    }
  });

  test('is over when it says so, although it was checked before [ASVS 9.2.1]', async () => {
    const { accessToken = '' } = await t.logIn(person.email);
    const end = (decodeJwt(accessToken).exp as number) * 1000;
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'], now: end - 1 });
    expect((await me(t, accessToken)).statusCode).toBe(200);
    vi.setSystemTime(end);
    expectProblem(await me(t, accessToken), 401);
  });

  test('can be checked by others with the published keys', async () => {
    const jwks = (await t.get('/.well-known/jwks.json')).json();
    const keys = createLocalJWKSet(jwks);
    const { payload } = await jwtVerify(tokens['accessToken'] as string, keys);
    expect(payload.sub).toBe(textOfUser(person.userId));
    expect(JSON.stringify(jwks)).not.toContain('"d"');
  });
});

describe('a token that is not ours', () => {
  /** Ours but for one thing. */
  async function forged(change: {
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
    key?: KeyObject | Uint8Array;
  }) {
    const claims = { ...decodeJwt(tokens['accessToken'] as string), ...change.claims };
    const header = decodeProtectedHeader(tokens['accessToken'] as string);
    const key = change.key ?? t.app.auth.keys.signer()?.privateKey;
    return new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: 'EdDSA', ...change.header })
      .sign(key as KeyObject);
  }

  test('is refused, where the same with nothing changed is taken', async () => {
    expect((await me(t, await forged({}))).statusCode).toBe(200);
  });

  test.each([
    ['of another issuer', { claims: { iss: 'http://localhost:4000' } }],
    ['for another audience [ASVS 9.2.3]', { claims: { aud: 'http://localhost:4000' } }],
    ['of another type, such as an ID token [ASVS 9.2.2]', { header: { typ: 'JWT' } }],
    ['of a key that is not known', { header: { kid: 'unknown' } }],
    ['that is over [ASVS 9.2.1]', { claims: { exp: 1_700_000_000 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['without a session', { claims: { sid: undefined } }],
    ['signed by somebody else [ASVS 9.1.1]', { key: generateKeyPairSync('ed25519').privateKey }],
  ])('%s', async (_, change) => {
    expectProblem(await me(t, await forged(change)), 401);
  });

  test('that brings the key to check it with, or says where that is [ASVS 9.1.3]', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const jwk = publicKey.export({ format: 'jwk' });
    const url = 'https://evil.example/keys';
    for (const header of [{ jwk }, { jku: url }, { x5u: url }, { jwk, kid: undefined }]) {
      expectProblem(await me(t, await forged({ header, key: privateKey })), 401);
    }
  });

  test('of another algorithm: none, HMAC under the public key, or another name [ASVS 9.1.2]', async () => {
    const [head, payload, signature] = (tokens['accessToken'] as string).split('.');
    const header = JSON.parse(Buffer.from(head as string, 'base64url').toString());
    const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
    const [jwk] = t.app.auth.keys.published();
    const secret = Buffer.from(jwk?.x ?? '', 'base64url');
    const hmac = await forged({ header: { alg: 'HS256' }, key: secret });
    const renamed = await forged({ header: { alg: 'Ed25519' } });
    const unsigned = [`${none}.${payload}.`, `${none}.${payload}.${signature}`];
    for (const bad of [...unsigned, hmac, renamed]) {
      expectProblem(await me(t, bad), 401);
    }
  });

  test.each(['', 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer a.b.c'])(
    '%j',
    async (authorization) => {
      const response = await t.app.inject({ url: '/v1/auth/me', headers: { authorization } });
      expectProblem(response, 401);
      expect(response.headers['www-authenticate']).toBe('Bearer');
    },
  );
});
