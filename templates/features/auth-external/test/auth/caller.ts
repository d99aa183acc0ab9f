import { randomUUID } from 'node:crypto';
import { ADMIN } from '../../src/auth/roles';
import type { UserId } from '../../src/auth/users';
import { connectionFailed } from '../../src/db/errors';
import type { App } from '../../src/http/types';
import { issuer } from './issuer';
import { createUser, subjectOfUser } from './user';

type Headers = Record<string, string>;

const callers = new WeakMap<App, Headers>();

/**
 * The requests of tests are sent by an admin, who may do everything with all rows, and whom no row belongs to. Who else may do
 * what is tested in `<name>.access.test.ts`.
 */
export async function prepareCaller(app: App): Promise<void> {
  callers.set(app, await newAdmin(app).catch(whileAway));
}

/** Without a database there are no rows: somebody whom the issuer knows is let in no further than to that. */
async function whileAway(error: unknown): Promise<Headers> {
  if (!connectionFailed(error)) throw error;
  return { authorization: `Bearer ${await (await issuer()).sign({ sub: randomUUID() })}` };
}

/** What a request of an admin brings: of this user, or else of somebody who has not called before. */
export async function newAdmin(app: App, user?: UserId | null): Promise<Headers> {
  const userId = user ?? (await createUser(app.db, `${randomUUID()}@example.com`));
  // It lives as long as any test file takes.
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return { authorization: `Bearer ${await tokenOf(app, userId, { roles: [ADMIN], exp })}` };
}

/** An access token of somebody with these roles. */
export function tokenFor(app: App, userId: UserId, roles: string[] = ['user']): Promise<string> {
  return tokenOf(app, userId, { roles });
}

/** A token of theirs that is over. */
export function overTokenFor(app: App, userId: UserId): Promise<string> {
  return tokenOf(app, userId, { roles: ['user'], exp: Math.floor(Date.now() / 1000) - 60 });
}

async function tokenOf(app: App, userId: UserId, claims: object): Promise<string> {
  const sub = await subjectOfUser(app.db, userId);
  return (await issuer()).sign({ sub, ...claims });
}

export async function callerHeaders(app: App): Promise<Headers> {
  return callers.get(app) ?? { authorization: 'Bearer nobody' };
}
