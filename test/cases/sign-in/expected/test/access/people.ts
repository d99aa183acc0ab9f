import { randomUUID } from 'node:crypto';
import { ADMIN } from '../../src/auth/roles';
import type { UserId } from '../../src/auth/users';
import type { App } from '../../src/http/types';
import { overTokenFor, tokenFor } from '../auth/caller';
import { createUser } from '../auth/user';
import { type Client, clientOf } from '../client';

/** Somebody who sends requests of their own. */
export interface Person extends Pick<Client, 'send' | 'read'> {
  userId: UserId;
}

/** Somebody who has signed in just now, and whom no row belongs to but their own. */
export async function newcomer(app: App, roles?: string[]): Promise<Person> {
  const userId = await createUser(app.db, `${randomUUID()}@example.com`);
  return personOf(app, userId, await tokenFor(app, userId, roles));
}

type Find = (app: App, owner: Person) => Promise<Person>;

/** Everybody of whom tests say what they may do with a row, beside the one whose it is. */
export const people = {
  anonymous: async (app, { userId }) => personOf(app, userId),
  /** Whose row it is, with a token that was theirs until a moment ago. */
  expired: async (app, { userId }) => personOf(app, userId, await overTokenFor(app, userId)),
  stranger: (app) => newcomer(app),
  owner: async (_app, owner) => owner,
  /** Whoever is signed in, where rows belong to nobody. */
  user: (app) => newcomer(app),
  admin: (app) => newcomer(app, [ADMIN]),
} satisfies Record<string, Find>;

export type Who = keyof typeof people;

function personOf(app: App, userId: UserId, token?: string): Person {
  const own: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  return { ...clientOf(app, async () => own), userId };
}
