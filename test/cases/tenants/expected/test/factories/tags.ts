import type { Database } from '../../src/db/client';
import { tags } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a tag. Rows that it must refer to are created. */
export async function tagValues(_db: Database, overrides: Partial<typeof tags.$inferInsert> = {}) {
  const n = next();
  return {
    name: `Tag ${n}`,
    ...overrides,
  };
}

/** Inserts a tag. */
export async function createTag(
  db: Database,
  overrides: Partial<typeof tags.$inferInsert> = {},
): Promise<typeof tags.$inferSelect> {
  const values = await tagValues(db, overrides);
  const [created] = await db.insert(tags).values(values).returning();
  return created as typeof tags.$inferSelect;
}
