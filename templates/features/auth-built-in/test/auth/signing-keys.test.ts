import { eq, sql } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rotateSigningKey } from '../../src/auth/signing-keys';
import { signInKeys } from '../../src/auth/tables';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, type Person } from './people';

let t: AuthApp;
/** Another process, as far as memory goes. */
let other: AuthApp;
let person: Person;

beforeAll(async () => {
  [t, other] = [await createAuthApp(), await createAuthApp()];
  person = await createPerson(t.db);
});

afterAll(() => Promise.all([t.close(), other.close()]));

const me = (app: AuthApp, accessToken: string | undefined) => app.get('/v1/auth/me', accessToken);

describe('rotating the signing key', () => {
  const kidOf = (token: string | undefined) => decodeProtectedHeader(token as string).kid;
  const config = () => ({ ...t.app.auth.config, keyAheadSeconds: 600 });

  test('publishes the new one before it signs, and logs nobody out', async () => {
    const before = await t.logIn(person.email);
    const { kid } = await rotateSigningKey(t.db, config());
    const published = async (app: AuthApp) =>
      (await app.get('/.well-known/jwks.json')).json().keys.map((key: { kid: string }) => key.kid);
    for (const app of [t, other]) await expect.poll(() => published(app)).toContain(kid);
    expect(kidOf((await t.logIn(person.email))['accessToken'])).toBe(kidOf(before['accessToken']));

    await t.db
      .update(signInKeys)
      .set({ signsFrom: sql`now()` })
      .where(eq(signInKeys.kid, kid));
    const newest = async () => kidOf((await t.logIn(person.email))['accessToken']);
    await expect.poll(newest).toBe(kid);
    const after = await t.logIn(person.email);
    for (const app of [t, other]) {
      for (const { accessToken } of [before, after]) {
        await expect.poll(async () => (await me(app, accessToken)).statusCode).toBe(200);
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
    await expect.poll(async () => (await me(t, old['accessToken'])).statusCode).toBe(401);
  });
});
