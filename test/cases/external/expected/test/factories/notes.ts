import type { Database } from '../../src/db/client';
import { notes } from '../../src/db/schema';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a note. Rows that it must refer to are created. */
export async function noteValues(db: Database, overrides: Partial<typeof notes.$inferInsert> = {}) {
  const n = next();
  const userId = overrides.userId ?? (await createUser(db)).id;
  return {
    userId,
    text: `A few words about note ${n}.`,
    ...overrides,
  };
}

/** Inserts a note. */
export async function createNote(
  db: Database,
  overrides: Partial<typeof notes.$inferInsert> = {},
): Promise<typeof notes.$inferSelect> {
  const values = await noteValues(db, overrides);
  const [created] = await db.insert(notes).values(values).returning();
  return created as typeof notes.$inferSelect;
}
