import type { Database } from '../../src/db/client';
import { memberships } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { createUser } from './users';

/** Valid values for a membership. Rows that it must refer to are created. */
export async function membershipValues(
  db: Database,
  overrides: Partial<typeof memberships.$inferInsert> = {},
) {
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  const userId = overrides.userId ?? (await createUser(db)).id;
  return {
    organizationId,
    userId,
    ...overrides,
  };
}

/** Inserts a membership. */
export async function createMembership(
  db: Database,
  overrides: Partial<typeof memberships.$inferInsert> = {},
): Promise<typeof memberships.$inferSelect> {
  const values = await membershipValues(db, overrides);
  const [created] = await db.insert(memberships).values(values).returning();
  return created as typeof memberships.$inferSelect;
}
