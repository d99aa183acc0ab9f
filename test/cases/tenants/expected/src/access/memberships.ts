import type { FastifyRequest } from 'fastify';
import { textOfUser } from '../auth/users';
import type { Database } from '../db/client';
import type { Caller } from './caller';
import { isAdmin } from './policy';
import { isDeleted, membershipOf, type TenantId, TenantIdText, textOfTenant } from './tenants';

/** The tenant that a request names, of which its caller is a member, or an admin of the service. */
export interface Tenant {
  id: TenantId;
  isManager: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where the request names none, or none of the caller's. */
    tenant: Tenant | null;
  }
}

/** Names the tenant that a request is about. */
export const TENANT_HEADER = 'tenant-id';

/** Whoever is removed from a tenant, or changes roles in it, is so for every process after this time: within two seconds. */
const MAX_AGE = 1500;

/** Each entry is some hundred bytes. */
const MAX_KNOWN = 10_000;

type Membership = Awaited<ReturnType<typeof membershipOf>>;

/** Finds the tenant of a request; who is a member of what is asked of the database once in a while, and not each time. */
export function tenantReader(db: Database) {
  const known = new Map<string, { membership: Promise<Membership>; until: number }>();

  function ask({ userId }: Caller, id: TenantId): Promise<Membership> {
    const name = JSON.stringify([textOfUser(userId), textOfTenant(id)]);
    const found = known.get(name);
    if (found && found.until > Date.now()) return found.membership;
    const membership = membershipOf({ db }, userId, id);
    known.delete(name);
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value as string);
    known.set(name, { membership, until: Date.now() + MAX_AGE });
    // A failure is nothing to remember.
    membership.catch(() => known.delete(name));
    return membership;
  }

  return async ({ caller, headers }: FastifyRequest): Promise<Tenant | null> => {
    const { success, data: id } = TenantIdText.safeParse(headers[TENANT_HEADER]);
    if (!caller || !success) return null;
    if (isAdmin(caller)) return (await isDeleted({ db }, id)) ? null : { id, isManager: true };
    const membership = await ask(caller, id);
    return membership ? { id, ...membership } : null;
  };
}
