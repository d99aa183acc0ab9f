import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { UserId } from '../auth/users';
import type { Context } from '../db/context';
import { builder, prepared } from '../db/prepared';
import { teamMembers, teams } from '../db/schema';

// All that access knows of tenants: where teams and their members stand. Change it here when these tables change.

export type TenantId = (typeof teams.$inferSelect)['id'];

/** A tenant's id out of a header. */
export const TenantIdText = z.coerce.number().pipe(z.int32());

/** The id as a header has it. */
export const textOfTenant = (tenantId: TenantId): string => String(tenantId);

/** Members as one of these manage their tenant. */
const MANAGERS = new Set<unknown>(['owner', 'admin']);

const selectMembership = prepared(
  builder
    .select({ role: teamMembers.role })
    .from(teamMembers)
    .where(
      and(
        eq(teamMembers.userId, sql.placeholder('user')),
        eq(teamMembers.teamId, sql.placeholder('tenant')),
        isNull(teamMembers.deletedAt),
        eq(teamMembers.status, 'active'),
      ),
    ),
);

/** Undefined when the user is no member. */
export async function membershipOf(
  context: Context,
  userId: UserId,
  tenantId: TenantId,
): Promise<{ isManager: boolean } | undefined> {
  const [found] = await selectMembership(context, { user: userId, tenant: tenantId });
  return found && { isManager: MANAGERS.has(found.role) };
}

const selectTenant = prepared(
  builder
    .select({ found: sql`1` })
    .from(teams)
    .where(eq(teams.id, sql.placeholder('tenant'))),
);

/** Admins of the service manage each tenant that there is. */
export async function adminIn(
  context: Context,
  tenantId: TenantId,
): Promise<{ isManager: boolean } | undefined> {
  const [found] = await selectTenant(context, { tenant: tenantId });
  return found && { isManager: true };
}
