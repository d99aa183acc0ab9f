import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { secretId } from '../../src/auth/secrets';
import { signInKeys } from '../../src/auth/tables';
import type { Database } from '../../src/db/client';
import { AUTH_SECRET, newSecret } from './client';
import { createPerson, PASSWORD } from './people';
import type { Service } from './processes';
import { rotate } from './two-processes';

// What a change of AUTH_SECRET looks like from outside, wherever secrets are read from.

export const NEW_SECRET = newSecret();

/** A process, and the place where it reads its secrets. */
export interface Place {
  service: Service;
  /** What stands there from now on: AUTH_SECRET, and AUTH_SECRET_OLD or nothing. */
  write: (secret: string, before: string) => void;
}

type Tokens = Record<'accessToken' | 'refreshToken', string>;

export async function logInAt({ service }: Place, db: Database): Promise<Tokens> {
  const { email } = await createPerson(db);
  const body = { email, password: PASSWORD, client: 'api' };
  return (await service.post('/v1/auth/login', body)).body;
}

export async function expectSignedIn(
  places: readonly Place[],
  { accessToken }: Pick<Tokens, 'accessToken'>,
): Promise<void> {
  for (const { service } of places) {
    expect((await service.get('/v1/auth/me', accessToken)).status).toBe(200);
  }
}

/** The secret that signed a token, as it is named in the token. */
const secretOf = (refreshToken: string) =>
  Buffer.from(refreshToken, 'base64url').toString('hex', 1, 5);

/** How many keys a process knows. */
const publishedBy = async ({ service }: Place) =>
  (await service.get('/.well-known/jwks.json')).body.keys.length as number;

/** Gives a new secret to one process after the other, and lets somebody use both all the while. */
export async function expectNewSecretTaken(places: [Place, Place], db: Database): Promise<void> {
  const [first, second] = places;
  const before = await logInAt(first, db);
  for (const { write } of places) {
    write(NEW_SECRET, AUTH_SECRET);
    // Between the two, only one of them knows it.
    await expectSignedIn(places, before);
    const { refreshToken } = await logInAt(first, db);
    await rotate(second.service, await rotate(first.service, refreshToken));
  }
  for (const place of places) await expect.poll(() => publishedBy(place)).toBe(2);
  // It is known, and does not sign yet.
  const during = await logInAt(first, db);
  expect(secretOf(during.refreshToken)).toBe(secretId(AUTH_SECRET));

  await db
    .update(signInKeys)
    .set({ signsFrom: sql`now()` })
    .where(eq(signInKeys.secretId, secretId(NEW_SECRET)));
  const newest = async () => secretOf((await logInAt(first, db)).refreshToken);
  await expect.poll(newest).toBe(secretId(NEW_SECRET));
  for (const tokens of [before, during, await logInAt(first, db)]) {
    await expectSignedIn(places, tokens);
    const next = await rotate(second.service, tokens.refreshToken);
    await rotate(first.service, next);
  }
  // One key of it, whichever of the two made it.
  expect(await db.select().from(signInKeys)).toHaveLength(2);
}
