import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTHeaderParameters, SignJWT } from 'jose';
import { ADMIN, EVERYBODY } from '../../src/auth/roles';
import type { UserId } from '../../src/auth/users';
import type { App } from '../../src/http/types';
import { createUser } from './user';

type Headers = Record<string, string>;

const callers = new WeakMap<App, Headers>();

/**
 * The requests of tests are sent by an admin, who may do everything with all rows, and whom no row belongs to. Who else may do
 * what is tested in `<name>.access.test.ts`.
 */
export async function prepareCaller(app: App): Promise<void> {
  // Without a database there is no key: then nobody can be let in anyway.
  if (!app.auth.keys.signer()) return;
  callers.set(app, await newAdmin(app));
}

/** What a request of an admin brings: of this user, or else of somebody who has not called before. */
export async function newAdmin(app: App, user?: UserId | null): Promise<Headers> {
  const userId = user ?? (await createUser(app.db, `${randomUUID()}@example.com`));
  return { authorization: `Bearer ${await tokenFor(app, userId, [ADMIN])}` };
}

/** An access token of somebody with these roles. */
export function tokenFor(app: App, userId: UserId, roles: string[] = [EVERYBODY]): Promise<string> {
  return app.auth.access.issue({ sessionId: randomUUID(), userId, roles, version: 1 });
}

/** A token of theirs that is over. */
export async function overTokenFor(app: App, userId: UserId): Promise<string> {
  const token = await tokenFor(app, userId);
  const key = app.auth.keys.signer();
  if (!key) throw new Error('The database did not say which key signs');
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader(decodeProtectedHeader(token) as JWTHeaderParameters)
    .setExpirationTime('1 second ago')
    .sign(key.privateKey);
}

export async function callerHeaders(app: App): Promise<Headers> {
  return callers.get(app) ?? { authorization: 'Bearer nobody' };
}
