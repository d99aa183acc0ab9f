import type { UserId } from '../auth/users';
import type { Context, Values } from '../db/context';
import { badRequest } from '../http/problem';
import type { Caller } from './caller';
import type { Tenant } from './memberships';
import { unauthorized } from './refusals';
import type { TenantId } from './tenants';

/**
 * What the queries of a module are given: where they run, and who asks. There is no query without it, so nobody can forget
 * whose rows it is about.
 */
export interface CallerContext extends Context {
  /** Null for whoever is not signed in. */
  caller: Caller | null;
  /** The tenant that the request names; null where it is none of the caller's. */
  tenant: Tenant | null;
}

/** @param caller for a script of the service's own: `{ userId, roles: [ADMIN] }` */
export function callerContext(
  db: Context['db'],
  caller: Caller | null,
  tenant: Tenant | null = null,
): CallerContext {
  const values: Values = {};
  if (caller) values['owner'] = caller.userId;
  if (tenant) values['tenant'] = tenant.id;
  return { db, caller, tenant, values };
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

/**
 * The tenant that a new row becomes a part of: the one that the request names, whatever the body says.
 *
 * @throws {Problem} 400 when it names none
 */
export function tenantOf({ tenant }: CallerContext): TenantId {
  if (!tenant) throw badRequest('Name the tenant in the header Tenant-Id.');
  return tenant.id;
}
