import { randomUUID } from 'node:crypto';
import { TENANT_HEADER } from '../../src/access/memberships';
import { type TenantId, textOfTenant } from '../../src/access/tenants';
import { ADMIN } from '../../src/auth/roles';
import type { UserId } from '../../src/auth/users';
import type { App } from '../../src/http/types';
import { overTokenFor, tokenFor } from '../auth/caller';
import { createUser } from '../auth/user';
import { type Client, clientOf } from '../client';
import { addMember, newTenant } from './tenants';

/** Somebody who sends requests of their own, which name a tenant. */
export interface Person extends Pick<Client, 'send' | 'read'> {
  userId: UserId;
  tenantId: TenantId;
}

/** Somebody who has signed in just now, in a tenant of their own, and whom no other row belongs to. */
export async function newcomer(app: App, roles?: string[]): Promise<Person> {
  return memberOf(app, await newTenant(app.db), { isManager: true, roles });
}

type Find = (app: App, owner: Person) => Promise<Person>;

/** Everybody of whom tests say what they may do with a row, beside the one whose it is. */
export const people = {
  anonymous: async (app, owner) => personOf(app, owner),
  /** Whose row it is, with a token that was theirs until a moment ago. */
  expired: async (app, owner) => personOf(app, owner, await overTokenFor(app, owner.userId)),
  /** Names no tenant. */
  visitor: async (app) => {
    const { userId } = await newcomer(app);
    return personOf(app, { userId }, await tokenFor(app, userId));
  },
  /** Is in a tenant of their own, and names it. */
  stranger: (app) => newcomer(app),
  /** Is in a tenant of their own, and names the row's. */
  intruder: async (app, { tenantId }) => naming(app, await newcomer(app), tenantId),
  /** A member of the row's tenant, and of no other. */
  member: (app, { tenantId }) => memberOf(app, tenantId, { isManager: false }),
  /** Manages a tenant of their own, and is a member of the row's like any other. */
  managerElsewhere: async (app, { tenantId }) => {
    const person = await newcomer(app);
    await addMember(app.db, { userId: person.userId, tenantId, isManager: false });
    return naming(app, person, tenantId);
  },
  /** Manages the row's tenant. */
  manager: async (_app, owner) => owner,
  owner: async (_app, owner) => owner,
  /** Whoever is signed in, where rows belong to nobody. */
  user: (app) => newcomer(app),
  admin: async (app, { tenantId }) => naming(app, await newcomer(app), tenantId, [ADMIN]),
} satisfies Record<string, Find>;

export type Who = keyof typeof people;

async function memberOf(
  app: App,
  tenantId: TenantId,
  { isManager, roles }: { isManager: boolean; roles?: string[] | undefined },
): Promise<Person> {
  const userId = await createUser(app.db, `${randomUUID()}@example.com`);
  await addMember(app.db, { userId, tenantId, isManager });
  return personOf(app, { userId, tenantId }, await tokenFor(app, userId, roles));
}

/** The same person, whose requests name another tenant. */
async function naming(
  app: App,
  { userId }: Person,
  tenantId: TenantId,
  roles?: string[],
): Promise<Person> {
  return personOf(app, { userId, tenantId }, await tokenFor(app, userId, roles));
}

function personOf(
  app: App,
  { userId, tenantId }: { userId: UserId; tenantId?: TenantId },
  token?: string,
): Person {
  const own: Record<string, string> = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(tenantId !== undefined && { [TENANT_HEADER]: textOfTenant(tenantId) }),
  };
  // Who names none makes no rows either.
  return { ...clientOf(app, async () => own), userId, tenantId: tenantId as TenantId };
}
