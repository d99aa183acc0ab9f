import { randomUUID } from 'node:crypto';
import type { App } from '../../src/http/types';
import { nobody } from './user';

const tokens = new WeakMap<App, Promise<string>>();

/** The requests of tests are sent by somebody who is signed in: a user like any other, whom no row belongs to. */
export async function callerHeaders(app: App): Promise<Record<string, string>> {
  // Without a database there is no key: then nobody can be let in anyway.
  if (!app.auth.keys.signer()) return { authorization: 'Bearer nobody' };
  let token = tokens.get(app);
  if (!token) {
    const caller = { sessionId: randomUUID(), roles: ['user'], version: 1 };
    token = app.auth.access.issue({ ...caller, userId: nobody });
    tokens.set(app, token);
  }
  return { authorization: `Bearer ${await token}` };
}
