import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { type Issuer, startIssuer } from './issuer';
import { createUser, subjectOfUser } from './user';

let idp: Issuer;
let t: AuthApp | undefined;
let sub: string;

beforeEach(async () => {
  idp = await startIssuer();
});

afterEach(async () => {
  await t?.close();
  t = undefined;
  await idp.stop();
});

async function serve(env: NodeJS.ProcessEnv = {}): Promise<AuthApp> {
  t = await createAuthApp({ env: { ...idp.env, AUTH_KEYS_FLOOR_MS: '100', ...env } });
  sub = await subjectOfUser(t.db, await createUser(t.db, `${randomUUID()}@example.com`));
  return t;
}

const statusOf = async (app: AuthApp, token: string) => (await app.me(token)).statusCode;

test('a new key is fetched when the first token names it, and the former is still taken', async () => {
  const app = await serve();
  const before = await idp.sign({ sub });
  expect(await statusOf(app, before)).toBe(200);
  await sleep(150);
  await idp.rotate();
  expect(await statusOf(app, await idp.sign({ sub }))).toBe(200);
  expect(await statusOf(app, before)).toBe(200);
});

test('a key that is taken back is taken no longer, for tokens that were checked before neither', async () => {
  const app = await serve({ AUTH_KEYS_MAX_AGE_MS: '1000' });
  const before = await idp.sign({ sub });
  expect(await statusOf(app, before)).toBe(200);
  await idp.rotate();
  idp.withdraw();
  await expect.poll(() => statusOf(app, before)).toBe(401);
});

test('a flood of tokens whose key there is not is one fetch', async () => {
  const app = await serve({ AUTH_KEYS_FLOOR_MS: '2000' });
  expect(await statusOf(app, await idp.sign({ sub }))).toBe(200);
  // As long after that, and no later for any of them, however long they take.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000);
  onTestFinished(() => void vi.restoreAllMocks());
  const fetched = idp.fetched();
  const flood = Array.from({ length: 50 }, (_, i) => idp.sign({ sub }, { kid: `unknown-${i}` }));
  for (const token of await Promise.all(flood)) expectProblem(await app.me(token), 401);
  expect(idp.fetched()).toBe(fetched + 1);
});

test('while the issuer is away, what is known is enough; a key that is not is a 503 and no 401 [ASVS 16.5.2, 16.5.3]', async () => {
  const app = await serve();
  expect(await statusOf(app, await idp.sign({ sub }))).toBe(200);
  await idp.stop();
  await sleep(150);
  const unknown = await idp.sign({ sub }, { kid: 'unknown' });
  const response = await app.me(unknown);
  expectProblem(response, 503);
  expect(response.headers['retry-after']).toBe('5');
  // One that was never seen, with a key that was.
  expect(await statusOf(app, await idp.sign({ sub, jti: randomUUID() }))).toBe(200);
  await idp.start();
  await expect.poll(() => statusOf(app, unknown)).toBe(401);
});

test('a service starts without its issuer, and takes tokens once that is there', async () => {
  await idp.stop();
  const app = await serve();
  const token = await idp.sign({ sub });
  expectProblem(await app.me(token), 503);
  await idp.start();
  await expect.poll(() => statusOf(app, token)).toBe(200);
});

test('keys can be named without discovery', async () => {
  const app = await serve({ AUTH_JWKS_URL: `${idp.url}keys`, AUTH_ISSUER: 'https://a.example/' });
  expect(await statusOf(app, await idp.sign({ sub, iss: 'https://a.example/' }))).toBe(200);
});

test('discovery that is about another issuer is not believed', async () => {
  const app = await serve({ AUTH_ISSUER: idp.url.replace(/\/$/, '') });
  expectProblem(await app.me(await idp.sign({ sub })), 503);
});

test('a key that is none makes its tokens no good, and no others', async () => {
  idp.add({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'none', alg: 'ES256' }, { kty: 'new' });
  const app = await serve();
  expectProblem(await app.me(await idp.sign({ sub }, { kid: 'none' })), 401);
  expect(await statusOf(app, await idp.sign({ sub }))).toBe(200);
});

test('keys without an end are not read, and those that were known stay', async () => {
  const app = await serve();
  const before = await idp.sign({ sub });
  expect(await statusOf(app, before)).toBe(200);
  await sleep(150);
  await idp.rotate();
  idp.add({ kty: 'EC', comment: 'x'.repeat(300_000) });
  const token = await idp.sign({ sub });
  expectProblem(await app.me(token), 503);
  expect(await statusOf(app, before)).toBe(200);
  idp.withdraw();
  await expect.poll(() => statusOf(app, token)).toBe(200);
});
