import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setDisabled, setRole } from '../../src/auth/accounts';
import { rotateSigningKey } from '../../src/auth/signing-keys';
import { textOfUser, userKey, users } from '../../src/auth/users';
import { signInKeys } from '../../src/auth/tables';
import type { Module } from '../../src/http/types';
import { expectProblem } from '../expect';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, type Person } from './people';

const REACHES = { timeout: 2000, interval: 50 };
const lifetimes = { accessTokenSeconds: 600 };

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;
let person: Person;
let tokens: Record<string, string>;

/** Asks the database nothing itself. */
const ping: Module = {
  resource: 'ping',
  prefix: '/ping',
  routes: async (app) => {
    app.get('/', { config: { work: [] } }, async () => 'pong');
  },
};

beforeAll(async () => {
  const options = { modules: [ping] };
  [t, other] = [await createAuthApp(options), await createAuthApp(options)];
  person = await createPerson(t.db);
  tokens = await t.logIn(person.email);
});

afterAll(() => Promise.all([t.close(), other.close()]));

const me = (app: AuthApp, accessToken: string | undefined) => app.get('/v1/auth/me', accessToken);

describe('an access token', () => {
  test('says who calls, in which session and as what, for ten minutes', () => {
    const claims = decodeJwt(tokens['accessToken'] as string);
    expect(claims).toMatchObject({
      iss: 'http://localhost:3000',
      aud: 'http://localhost:3000',
      sub: textOfUser(person.userId),
      sid: expect.any(String),
      jti: expect.any(String),
      roles: ['user'],
    });
    expect((claims.exp as number) - (claims.iat as number)).toBe(600);
    const header = decodeProtectedHeader(tokens['accessToken'] as string);
    expect(header).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
  });

  test('lets the caller in on every process', async () => {
    for (const app of [t, other]) {
      const { statusCode, body } = await me(app, tokens['accessToken']);
      expect(statusCode, body).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ email: person.email, role: 'user' });
    }
  });

  test('is over when it says so, although it was checked before', async () => {
    const brief = await createAuthApp({ env: { AUTH_ACCESS_TOKEN_SECONDS: '1' } });
    const { accessToken } = await brief.logIn(person.email);
    expect((await me(brief, accessToken)).statusCode).toBe(200);
    await sleep(2000);
    expectProblem(await me(brief, accessToken), 401);
    await brief.close();
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
    header?: Record<string, string>;
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
    ['for another audience', { claims: { aud: 'http://localhost:4000' } }],
    ['of another type, such as an ID token', { header: { typ: 'JWT' } }],
    ['of a key that is not known', { header: { kid: 'unknown' } }],
    ['that is over', { claims: { exp: 1_700_000_000 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['without a session', { claims: { sid: undefined } }],
    ['signed by somebody else', { key: generateKeyPairSync('ed25519').privateKey }],
  ])('%s', async (_, change) => {
    expectProblem(await me(t, await forged(change)), 401);
  });

  test('of another algorithm: none, HMAC under the public key, or another name', async () => {
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

describe('within two seconds a token is void on every process', () => {
  const reach = (app: AuthApp, accessToken: string | undefined) => app.get('/v1/ping', accessToken);

  async function signedIn() {
    const someone = await createPerson(t.db);
    const { accessToken, refreshToken } = await t.logIn(someone.email);
    for (const app of [t, other]) expect((await reach(app, accessToken)).statusCode).toBe(200);
    return { ...someone, accessToken, refreshToken };
  }

  async function expectVoid(accessToken: string | undefined) {
    for (const app of [t, other]) {
      await expect.poll(async () => (await reach(app, accessToken)).statusCode, REACHES).toBe(401);
    }
  }

  test('after a log-out', async () => {
    const { accessToken, refreshToken } = await signedIn();
    expect((await t.post('/v1/auth/logout', { refreshToken })).statusCode).toBe(204);
    await expectVoid(accessToken);
  });

  test('after a log-out everywhere: every session of the person, and of nobody else', async () => {
    const { email, accessToken } = await signedIn();
    const phone = await other.logIn(email);
    await t.post('/v1/auth/logout-all', undefined, { headers: bearer(accessToken) });
    await expectVoid(accessToken);
    await expectVoid(phone['accessToken']);
    expect((await me(other, tokens['accessToken'])).statusCode).toBe(200);
  });

  test('after a change of role: the session goes on with the new one', async () => {
    const { email, accessToken, refreshToken } = await signedIn();
    await setRole(t.db, { email, role: 'admin' }, lifetimes);
    await expectVoid(accessToken);
    const { accessToken: next } = (await other.post('/v1/auth/refresh', { refreshToken })).json();
    expect((await me(other, next)).json()).toMatchObject({ role: 'admin' });
  });

  test('when the account is disabled; enabled again, it can log in', async () => {
    const { email, accessToken } = await signedIn();
    await setDisabled(t.db, { email, disabled: true }, lifetimes);
    await expectVoid(accessToken);
    const payload = { email, password: 'correct horse battery', client: 'api' };
    expectProblem(await t.post('/v1/auth/login', payload), 401);
    await setDisabled(t.db, { email, disabled: false }, lifetimes);
    await t.logIn(email);
  });

  test('when the user is deleted, by whatever way', async () => {
    const { userId, accessToken } = await signedIn();
    await t.db.delete(users).where(eq(userKey, userId));
    await expectVoid(accessToken);
  });

  test('however late what revoked it was committed', async () => {
    const { email, accessToken } = await signedIn();
    const later = signedIn();
    await t.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_current_xact_id()`);
      await setRole(t.db, { email: (await later).email, role: 'admin' }, lifetimes);
      await expectVoid((await later).accessToken);
      await setRole(tx, { email, role: 'admin' }, lifetimes);
    });
    await expectVoid(accessToken);
  });

  test('and no request asks the database for that', async () => {
    const { accessToken } = await signedIn();
    const asked = [];
    for (let n = 0; n < 20; n += 1) {
      t.queries.length = 0;
      await t.get('/v1/ping', accessToken);
      asked.push(...t.queries);
    }
    expect(asked).toEqual([]);
  });
});

test('when the database is away for longer than the bound, nobody is trusted blindly', async () => {
  const env = { AUTH_REVOCATION_MAX_AGE_MS: '2000' };
  const alone = await createAuthApp({ env, modules: [ping] });
  const { accessToken } = await alone.logIn(person.email);
  // As far as the service sees, the database is gone.
  await (alone.db as unknown as { $client: Pool }).$client.end();
  expect((await alone.get('/v1/ping', accessToken)).statusCode).toBe(200);
  await sleep(2100);
  expectProblem(await alone.get('/v1/ping', accessToken), 503);
  await alone.app.auth.close();
});

describe('rotating the signing key', () => {
  const kidOf = (token: string | undefined) => decodeProtectedHeader(token as string).kid;
  const config = () => ({ ...t.app.auth.config, keyAheadSeconds: 600 });

  test('publishes the new one before it signs, and logs nobody out', async () => {
    const before = await t.logIn(person.email);
    const { kid } = await rotateSigningKey(t.db, config());
    const published = async (app: AuthApp) =>
      (await app.get('/.well-known/jwks.json')).json().keys.map((key: { kid: string }) => key.kid);
    for (const app of [t, other]) await expect.poll(() => published(app), REACHES).toContain(kid);
    expect(kidOf((await t.logIn(person.email))['accessToken'])).toBe(kidOf(before['accessToken']));

    await t.db
      .update(signInKeys)
      .set({ signsFrom: sql`now()` })
      .where(eq(signInKeys.kid, kid));
    const newest = async () => kidOf((await t.logIn(person.email))['accessToken']);
    await expect.poll(newest, REACHES).toBe(kid);
    const after = await t.logIn(person.email);
    for (const app of [t, other]) {
      for (const { accessToken } of [before, after]) {
        await expect.poll(async () => (await me(app, accessToken)).statusCode, REACHES).toBe(200);
      }
    }
  });

  test('the old one checks until its last token is over, and no longer', async () => {
    const old = await t.logIn(person.email);
    const { signsFrom } = await rotateSigningKey(t.db, config());
    const isOld = eq(signInKeys.kid, String(kidOf(old['accessToken'])));
    const [row] = await t.db.select().from(signInKeys).where(isOld);
    expect(Number(row?.verifyUntil) - Number(signsFrom)).toBeGreaterThanOrEqual(600_000);
    expect((await me(t, old['accessToken'])).statusCode).toBe(200);
    await t.db
      .update(signInKeys)
      .set({ verifyUntil: sql`now()` })
      .where(isOld);
    await expect.poll(async () => (await me(t, old['accessToken'])).statusCode, REACHES).toBe(401);
  });
});
