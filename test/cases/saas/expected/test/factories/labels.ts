import type { Database } from '../../src/db/client';
import { labels } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a label. Rows that it must refer to are created. */
export async function labelValues(
  db: Database,
  overrides: Partial<typeof labels.$inferInsert> = {},
) {
  const n = next();
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  return {
    organizationId,
    name: `Label ${n}`,
    ...overrides,
  };
}

/** Inserts a label. */
export async function createLabel(
  db: Database,
  overrides: Partial<typeof labels.$inferInsert> = {},
): Promise<typeof labels.$inferSelect> {
  const values = await labelValues(db, overrides);
  const [created] = await db.insert(labels).values(values).returning();
  return created as typeof labels.$inferSelect;
}
