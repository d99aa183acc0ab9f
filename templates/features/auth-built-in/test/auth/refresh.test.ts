import { eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { setRole } from '../../src/auth/accounts';
import { ADMIN } from '../../src/auth/roles';
import { signInSessions } from '../../src/auth/tables';
import type { UserId } from '../../src/auth/users';
import { AUTH_SECRET, newSecret } from './client';
import { type Service, startProcess } from './processes';
import {
  claimOf,
  expectRefused,
  PROCESS_TIMEOUT,
  refresh,
  rotate,
  startTwoProcesses,
  tokensUnder,
  type TwoProcesses,
} from './two-processes';

vi.setConfig({ testTimeout: PROCESS_TIMEOUT });

let s: TwoProcesses;
let first: Service;
let second: Service;

beforeAll(async () => {
  s = await startTwoProcesses();
  ({ first, second } = s);
}, PROCESS_TIMEOUT);

afterAll(() => s.close());

describe('a session goes on', () => {
  test('for 128 refreshes in a row, in one row of the database', async () => {
    let { token } = await s.logIn();
    for (let round = 0; round < 128; round += 1) {
      token = await rotate(round % 2 === 0 ? first : second, token);
    }
    expect(claimOf(token).counter).toBe(128);
    const { userId } = (await s.sessionOf(token)) ?? {};
    const isTheirs = eq(signInSessions.userId, userId as UserId);
    expect(await s.t.db.$count(signInSessions, isTheirs)).toBe(1);
  });

  test('when fifty ask at once with one token: one successor, the same bytes for all', async () => {
    const { token } = await s.logIn();
    const asked = Array.from({ length: 50 }, (_, n) => rotate(n % 2 === 0 ? first : second, token));
    const [successor, ...others] = new Set(await Promise.all(asked));
    expect(others).toEqual([]);
    expect(claimOf(successor as string).counter).toBe(1);
    await rotate(second, successor as string);
  });

  test('when an answer was lost: asked again, it is the same', async () => {
    const { token } = await s.logIn();
    const lost = await rotate(first, token);
    expect(await rotate(second, token)).toBe(lost);
    await rotate(first, lost);
  });

  test('when the process was killed between commit and answer', async () => {
    const { token } = await s.logIn();
    const dying = await startProcess({ AUTH_SECRET, DIES_BEFORE_ANSWER: 'true' });
    await expect(refresh(dying, token)).rejects.toThrow('fetch failed');
    expect((await s.sessionOf(token))?.counter).toBe(1);
    expect(claimOf(await rotate(second, token)).counter).toBe(1);
  });

  test('with a new role, for the predecessor too', async () => {
    const { email, token } = await s.logIn();
    const successor = await rotate(first, token);
    await setRole(s.t.db, { email, role: ADMIN }, { accessTokenSeconds: 600 });
    const { status, body } = await refresh(second, token);
    expect([status, body.refreshToken]).toEqual([200, successor]);
    expect(decodeJwt(body.accessToken)['roles']).toEqual([ADMIN]);
  });
});

describe('a token that is none of ours', () => {
  const forge = (token: string, at: number) => {
    const bytes = Buffer.from(token, 'base64url');
    bytes[at] = (bytes[at] as number) ^ 1;
    return bytes.toString('base64url');
  };

  test('cut short, changed at any place, or of another service', async () => {
    const { token } = await s.logIn();
    const other = tokensUnder(newSecret());
    const neighbour = tokensUnder(AUTH_SECRET, 'http://localhost:4000');
    const places = [0, 1, 5, 20, 24, 25, 56];
    const garbage = ['', 'x', token.slice(0, -1), `${token}A`, token.slice(2)];
    const forged = places.map((place) => forge(token, place));
    const foreign = [other, neighbour].map(({ encode }) => encode(claimOf(token)));
    for (const bad of [...garbage, ...forged, ...foreign]) await expectRefused(first, bad);
    await rotate(first, token);
  });

  test('a counter ahead is refused, and ends nothing', async () => {
    const { token } = await s.logIn();
    const { sessionId } = claimOf(token);
    const ahead = tokensUnder(AUTH_SECRET).encode({
      sessionId,
      counter: 7,
    });
    await expectRefused(first, ahead);
    await rotate(second, token);
  });
});
