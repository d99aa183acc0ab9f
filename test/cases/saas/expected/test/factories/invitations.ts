import type { Database } from '../../src/db/client';
import { invitations } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an invitation. Rows that it must refer to are created. */
export async function invitationValues(
  db: Database,
  overrides: Partial<typeof invitations.$inferInsert> = {},
) {
  const n = next();
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  const invitedById = overrides.invitedById ?? (await createUser(db)).id;
  return {
    organizationId,
    invitedById,
    email: `invitation${n}@example.com`,
    tokenHash: n.toString(16).padStart(64, '0'),
    expiresAt: new Date(Date.UTC(2030, 0, 1, 0, n)),
    acceptedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    ...overrides,
  };
}

/** Inserts an invitation. */
export async function createInvitation(
  db: Database,
  overrides: Partial<typeof invitations.$inferInsert> = {},
): Promise<typeof invitations.$inferSelect> {
  const values = await invitationValues(db, overrides);
  const [created] = await db.insert(invitations).values(values).returning();
  return created as typeof invitations.$inferSelect;
}
