import type { Database } from '../../src/db/client';
import { skills } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a skill. Rows that it must refer to are created. */
export async function skillValues(
  _db: Database,
  overrides: Partial<typeof skills.$inferInsert> = {},
) {
  const n = next();
  return {
    code: `skill-${n}`,
    title: `Skill ${n}`,
    ...overrides,
  };
}

/** Inserts a skill. */
export async function createSkill(
  db: Database,
  overrides: Partial<typeof skills.$inferInsert> = {},
): Promise<typeof skills.$inferSelect> {
  const values = await skillValues(db, overrides);
  const [created] = await db.insert(skills).values(values).returning();
  return created as typeof skills.$inferSelect;
}
