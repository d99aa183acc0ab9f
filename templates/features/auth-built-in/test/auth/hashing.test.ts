import { hash, parseOptions, verify } from '@node-rs/argon2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHasher } from '../../src/auth/hashing';
import { type AuthApp, createAuthApp } from './client';
import { createPerson, newEmail } from './people';

let t: AuthApp;

/** Other work than in other tests, so that nothing that was made elsewhere is alike by chance. */
const WORK = { memoryCost: 2048, timeCost: 2, parallelism: 1 };

beforeAll(async () => {
  t = await createAuthApp({
    env: {
      AUTH_ARGON2_MEMORY_KIB: String(WORK.memoryCost),
      AUTH_ARGON2_PASSES: String(WORK.timeCost),
    },
  });
});

afterAll(() => t.close());

/** @returns the work of each hash that is computed meanwhile: a time would tell what else the machine has to do as well */
async function workOf(run: () => Promise<unknown>) {
  const work: object[] = [];
  const { auth } = t.app;
  auth.hasher = createHasher(auth.config.hashing, {
    hash: async (...given) => {
      const encoded = await hash(...given);
      work.push(parseOptions(encoded));
      return encoded;
    },
    verify: (encoded, ...given) => {
      work.push(parseOptions(encoded));
      return verify(encoded, ...given);
    },
  });
  await run();
  return work;
}

test.each<[string, (email: string) => Promise<unknown>]>([
  ['logging in', (email) => t.tryLogIn(email, 'not the password')],
  ['registering', (email) => t.register(email)],
])('takes as much work whether there is an account or not: %s [ASVS 6.3.8]', async (_, ask) => {
  const { email } = await createPerson(t.db);
  // Has the password hashed as the configuration says.
  await t.logIn(email);
  const [known, unknown] = [await workOf(() => ask(email)), await workOf(() => ask(newEmail()))];
  expect(known).toMatchObject([WORK]);
  expect(unknown).toEqual(known);
});
