import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { refreshTokens } from '../../src/auth/refresh-token';
import { secretId } from '../../src/auth/secrets';
import { signInSessions } from '../../src/auth/tables';
import { createTestApp, type TestApp } from '../app';
import { AUTH_SECRET } from './client';
import { createPerson, PASSWORD, type Person } from './people';
import { listen, type Service, startProcess } from './processes';

// Two processes on one database, over HTTP: what holds only inside one process does not hold.

export const GRACE = 3600;

/** A process compiles the service first, on a machine that has other things to do. */
export const PROCESS_TIMEOUT = 120_000;

export interface TwoProcesses {
  t: TestApp;
  /** In this process. */
  first: Service;
  /** In one of its own. */
  second: Service;
  /** In this process, without a grace. */
  strict: Service;
  logIn: () => Promise<Person & { token: string; accessToken: string }>;
  sessionOf: (token: string) => Promise<typeof signInSessions.$inferSelect | undefined>;
  changeSession: (token: string, change: SessionChange) => Promise<void>;
  /** As if so many seconds had passed since the last rotation. */
  wait: (token: string, seconds: number) => Promise<void>;
  close: () => Promise<unknown>;
}

type SessionChange = Parameters<ReturnType<TestApp['db']['update']>['set']>[0];

export async function startTwoProcesses(): Promise<TwoProcesses> {
  const env = { AUTH_SECRET, AUTH_REFRESH_GRACE_SECONDS: String(GRACE) };
  const starting = startProcess(env);
  const t = await createTestApp({ env });
  const withoutGrace = await createTestApp({ env: { ...env, AUTH_REFRESH_GRACE_SECONDS: '0' } });
  const first = await listen(t.app);
  const isSession = (token: string) => eq(signInSessions.id, claimOf(token).sessionId);

  const changeSession: TwoProcesses['changeSession'] = async (token, change) => {
    await t.db.update(signInSessions).set(change).where(isSession(token));
  };

  return {
    t,
    first,
    second: await starting,
    strict: await listen(withoutGrace.app),
    logIn: async () => {
      const person = await createPerson(t.db);
      const body = { email: person.email, password: PASSWORD, client: 'api' };
      const answer = await first.post('/v1/auth/login', body);
      expect(answer.status).toBe(200);
      return { ...person, token: answer.body.refreshToken, accessToken: answer.body.accessToken };
    },
    sessionOf: async (token) => {
      const [row] = await t.db.select().from(signInSessions).where(isSession(token));
      return row;
    },
    changeSession,
    wait: (token, seconds) =>
      changeSession(token, {
        rotatedAt: sql`${signInSessions.rotatedAt} - make_interval(secs => ${seconds})`,
      }),
    close: () => Promise.all([t.close(), withoutGrace.close()]),
  };
}

export const refresh = (service: Service, refreshToken: string) =>
  service.post('/v1/auth/refresh', { refreshToken });

/** @returns the successor */
export async function rotate(service: Service, token: string): Promise<string> {
  const { status, body } = await refresh(service, token);
  expect(status).toBe(200);
  return body.refreshToken;
}

export async function expectRefused(service: Service, token: string): Promise<void> {
  const { status, body } = await refresh(service, token);
  expect([status, body.title]).toEqual([401, 'Unauthorized']);
}

/** The refresh tokens of a service with this secret. */
export function tokensUnder(secret: string, issuer = 'http://localhost:3000') {
  return refreshTokens(() => new Map([[secretId(secret), secret]]), issuer);
}

export function claimOf(token: string) {
  const claim = tokensUnder(AUTH_SECRET).decode(token);
  if (!claim) throw new Error('It is not one of our tokens.');
  return claim;
}
