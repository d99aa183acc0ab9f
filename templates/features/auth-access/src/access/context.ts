import type { UserId } from '../auth/users';
import type { Context, Values } from '../db/context';
import type { Caller } from './caller';
import { unauthorized } from './refusals';

/**
 * What the queries of a module are given: where they run, and who asks. There is no query without it, so nobody can forget
 * whose rows it is about.
 */
export interface CallerContext extends Context {
  /** Null for whoever is not signed in. */
  caller: Caller | null;
}

/** @param caller for a script of the service's own: `{ userId, roles: [ADMIN] }` */
export function callerContext(db: Context['db'], caller: Caller | null): CallerContext {
  const values: Values = {};
  if (caller) values['owner'] = caller.userId;
  return { db, caller, values };
}

/**
 * Who calls, for columns that say whose a new row is, or who made, changed or deleted it: no body does.
 *
 * @throws {Problem} 401 when nobody is signed in
 */
export function userOf({ caller }: CallerContext): UserId {
  if (!caller) throw unauthorized('Sign in first.');
  return caller.userId;
}
