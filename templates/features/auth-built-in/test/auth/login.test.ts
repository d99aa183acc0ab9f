import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../expect';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, newEmail } from './people';

let t: AuthApp;

beforeAll(async () => {
  t = await createAuthApp();
});

afterAll(() => t.close());

describe('logging in', () => {
  test('every failure is the same answer [ASVS 6.3.8]', async () => {
    const { email } = await createPerson(t.db);
    const unconfirmed = await createPerson(t.db, { emailVerifiedAt: null });
    const disabled = await createPerson(t.db, { disabledAt: new Date() });
    const failures = await Promise.all([
      t.tryLogIn(email, 'not the password'),
      t.tryLogIn(newEmail()),
      t.tryLogIn(unconfirmed.email),
      t.tryLogIn(disabled.email),
    ]);
    const bodies = failures.map((failure) => expectProblem(failure, 401));
    expect(new Set(bodies.map(({ title, detail }) => `${title} ${detail}`)).size).toBe(1);
  });

  test('takes about the same time whether there is an account or not [ASVS 6.3.8]', async () => {
    // So much work that nothing else counts beside it; and measured in work, as a busy machine makes each take any time.
    const env = { AUTH_ARGON2_MEMORY_KIB: '65536', AUTH_ARGON2_PASSES: '4' };
    const slow = await createAuthApp({ env });
    const { email } = await createPerson(t.db);
    await slow.logIn(email);
    const work = async (address: string) => {
      const body = { email: address, password: 'not the password', client: 'api' };
      const before = process.cpuUsage();
      await slow.post('/v1/auth/login', body);
      return process.cpuUsage(before).user;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    const ratio = async () => {
      known.push(await work(email));
      unknown.push(await work(newEmail()));
      return Math.min(...unknown) / Math.min(...known);
    };
    for (let n = 0; n < 4; n += 1) await ratio();
    // What else the process does only makes it more: the least of each come nearer to each other.
    const isAlike = (one: number) => one > 0.6 && one < 1.7;
    await expect.poll(ratio, { timeout: 15_000, interval: 1 }).toSatisfy(isAlike);
    await slow.close();
  });

  test('makes a session of its own each time [ASVS 7.2.2]', async () => {
    const { email } = await createPerson(t.db);
    const [one, two] = [await t.logIn(email), await t.logIn(email)];
    const ids = await Promise.all(
      [one, two].map(async ({ accessToken }) => (await t.get('/v1/auth/me', accessToken)).json()),
    );
    expect(ids[0].sessionId).not.toBe(ids[1].sessionId);
  });
});
