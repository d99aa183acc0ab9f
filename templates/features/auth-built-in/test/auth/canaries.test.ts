import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loggerOptions } from '../../src/observability/logger';
import { asOwner } from '../database';
import { fixture } from '../fixtures/routes';
import { type AuthApp, bearer, createAuthApp } from './client';
import { createPerson, PASSWORD } from './people';
import { profile } from './user';

// Plants something recognisable wherever a secret can be, lets all that can fail fail, and looks for it in every line.

const CANARY = 'canary-7Qx2';
const lines: string[] = [];
let t: AuthApp;

beforeAll(async () => {
  const options = loggerOptions({
    level: 'trace',
    pretty: false,
  });
  const logger = pino(options, { write: (line: string) => void lines.push(line) });
  t = await createAuthApp({ logger, modules: [fixture], env: { LOG_LEVEL: 'trace' } });
});

afterAll(() => t.close());

async function everything(): Promise<string[]> {
  const { email } = await createPerson(t.db);
  const { accessToken = '', refreshToken = '' } = await t.logIn(email);
  const headers = { ...bearer(accessToken), 'sec-fetch-site': 'same-origin', 'x-key': CANARY };
  const password = `${CANARY} password`;
  const cookies = { '__Host-refresh': `${CANARY}-cookie`, other: CANARY };
  const post = (url: string, body?: object) => t.post(url, body, { headers, cookies });

  const registration = { email: `${CANARY}@example.com`, password, profile: await profile(t.db) };
  await post('/v1/auth/register', registration);
  await post('/v1/auth/register', { ...registration, profile: { secret: CANARY } });
  const mailed = await t.mailed(`${CANARY}@example.com`.toLowerCase(), 'Confirm');
  await post('/v1/auth/verify-email', { token: mailed, password: `${password} wrong` });
  await post('/v1/auth/verify-email', { token: mailed, password });
  await post('/v1/auth/login', { email: registration.email, password, client: 'api' });
  await post('/v1/auth/login', { email: registration.email, password: CANARY, client: 'browser' });
  await post('/v1/auth/login', { email: CANARY, password: CANARY, client: CANARY });
  await post('/v1/auth/refresh', { refreshToken });
  await post('/v1/auth/refresh', { refreshToken: `${refreshToken}${CANARY}` });
  await post('/v1/auth/refresh');
  await post('/v1/auth/forgot-password', { email: registration.email });
  const reset = await t.mailed(registration.email.toLowerCase(), 'Set a new password');
  await post('/v1/auth/reset-password', { token: `${reset}${CANARY}`, password });
  await post('/v1/auth/change-password', { currentPassword: PASSWORD, password });
  await post('/v1/auth/change-password', { currentPassword: CANARY, password });
  await post('/v1/auth/change-email', { email: `next-${CANARY}@example.com`, password });
  await t.app.inject({ url: `/v1/nothing/${CANARY}?token=${CANARY}`, headers, cookies });
  await t.app.inject({ url: `/v1/fixture/echo/%zz${CANARY}`, headers, cookies });
  await t.app.inject({ url: `/v1/fixture/broken?token=${CANARY}`, headers, cookies });
  await t.app.inject({ url: '/v1/auth/me', headers: bearer(`${accessToken}${CANARY}`) });
  return [accessToken, refreshToken, mailed, reset, PASSWORD, email];
}

test('no line of the log has a secret or an address in it, of failures neither [ASVS 16.2.5]', async () => {
  const secrets = [...(await everything()), CANARY.toLowerCase(), t.app.auth.config.secrets[0]];
  // Nor does the database's own failure in the middle of it.
  await asOwner(sql`alter table sign_in_sessions rename to sign_in_elsewhere`);
  secrets.push(...(await everything().catch(() => [])));
  const { email } = await createPerson(t.db);
  await t.post('/v1/auth/login', { email, password: PASSWORD, client: 'api' });
  await asOwner(sql`alter table sign_in_elsewhere rename to sign_in_sessions`);

  expect(lines.some((line) => line.includes('request failed'))).toBe(true);
  expect(lines.some((line) => line.includes('security event'))).toBe(true);
  const telling = lines.filter((line) =>
    secrets.some((secret) => line.toLowerCase().includes(String(secret).toLowerCase())),
  );
  expect(telling).toEqual([]);
});
