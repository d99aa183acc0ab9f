import { and, eq, inArray, isNull, not, sql } from 'drizzle-orm';
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
        inArray(
          teamMembers.teamId,
          builder.select({ key: teams.id }).from(teams).where(isNull(teams.deletedAt)),
        ),
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

const selectDeleted = prepared(
  builder
    .select({ found: sql`1` })
    .from(teams)
    .where(and(eq(teams.id, sql.placeholder('tenant')), not(isNull(teams.deletedAt)))),
);

/** Whether a tenant is marked as deleted: admins of the service make no rows in it either. */
export async function isDeleted(context: Context, tenantId: TenantId): Promise<boolean> {
  return (await selectDeleted(context, { tenant: tenantId })).length > 0;
}
