import type { TenantId } from '../../src/access/tenants';
import type { UserId } from '../../src/auth/users';
import type { Database } from '../../src/db/client';
import { createTeam } from '../factories/teams';
import { createTeamMember } from '../factories/team-members';

/** A tenant without members. */
export async function newTenant(db: Database): Promise<TenantId> {
  return (await createTeam(db)).id;
}

/** Makes somebody a member of a tenant. */
export async function addMember(
  db: Database,
  { userId, tenantId, isManager }: { userId: UserId; tenantId: TenantId; isManager: boolean },
): Promise<void> {
  await createTeamMember(db, {
    userId: userId,
    teamId: tenantId,
    role: isManager ? 'owner' : 'member',
    status: 'active',
  });
}
