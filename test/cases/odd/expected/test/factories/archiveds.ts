import type { Database } from '../../src/db/client';
import { archived } from '../../src/db/schema';
import { samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for an archived. Rows that it must refer to are created. */
export async function archivedValues(
  _db: Database,
  overrides: Partial<typeof archived.$inferInsert> = {},
) {
  const n = next();
  return {
    state: samplePick(n, 'warm', 'cold'),
    ...overrides,
  };
}

/** Inserts an archived. */
export async function createArchived(
  db: Database,
  overrides: Partial<typeof archived.$inferInsert> = {},
): Promise<typeof archived.$inferSelect> {
  const values = await archivedValues(db, overrides);
  const [created] = await db.insert(archived).values(values).returning();
  return created as typeof archived.$inferSelect;
}
