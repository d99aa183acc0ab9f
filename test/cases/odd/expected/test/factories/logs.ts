import type { Database } from '../../src/db/client';
import { logs } from '../../src/db/schema';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a log. Rows that it must refer to are created. */
export async function logValues(_db: Database, overrides: Partial<typeof logs.$inferInsert> = {}) {
  const n = next();
  return {
    line: `Line ${n}`,
    ...overrides,
  };
}

/** Inserts a log. */
export async function createLog(
  db: Database,
  overrides: Partial<typeof logs.$inferInsert> = {},
): Promise<typeof logs.$inferSelect> {
  const values = await logValues(db, overrides);
  const [created] = await db.insert(logs).values(values).returning();
  return created as typeof logs.$inferSelect;
}
