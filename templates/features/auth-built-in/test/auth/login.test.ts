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

  test('makes a session of its own each time [ASVS 7.2.2]', async () => {
    const { email } = await createPerson(t.db);
    const [one, two] = [await t.logIn(email), await t.logIn(email)];
    const ids = await Promise.all(
      [one, two].map(async ({ accessToken }) => (await t.get('/v1/auth/me', accessToken)).json()),
    );
    expect(ids[0].sessionId).not.toBe(ids[1].sessionId);
  });
});
