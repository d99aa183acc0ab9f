import type { Database } from '../../src/db/client';
import { profiles as profilesTable } from '../../src/db/schema';
import { createMember } from './members';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a profile. Rows that it must refer to are created. */
export async function profileValues(
  db: Database,
  overrides: Partial<typeof profilesTable.$inferInsert> = {},
) {
  const n = next();
  const memberId = overrides.memberId ?? (await createMember(db)).id;
  return {
    memberId,
    motto: `Motto ${n}`,
    ...overrides,
  };
}

/** Inserts a profile. */
export async function createProfile(
  db: Database,
  overrides: Partial<typeof profilesTable.$inferInsert> = {},
): Promise<typeof profilesTable.$inferSelect> {
  const values = await profileValues(db, overrides);
  const [created] = await db.insert(profilesTable).values(values).returning();
  return created as typeof profilesTable.$inferSelect;
}
