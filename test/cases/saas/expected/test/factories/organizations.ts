import type { Database } from '../../src/db/client';
import { organizations } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an organization. Rows that it must refer to are created. */
export async function organizationValues(
  _db: Database,
  overrides: Partial<typeof organizations.$inferInsert> = {},
) {
  const n = next();
  return {
    name: `Organization ${n}`,
    slug: `organization-${n}`,
    billingEmail: `organization${n}@example.com`,
    ...overrides,
  };
}

/** Inserts an organization. */
export async function createOrganization(
  db: Database,
  overrides: Partial<typeof organizations.$inferInsert> = {},
): Promise<typeof organizations.$inferSelect> {
  const values = await organizationValues(db, overrides);
  const [created] = await db.insert(organizations).values(values).returning();
  return created as typeof organizations.$inferSelect;
}
