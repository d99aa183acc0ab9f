import type { Database } from '../../src/db/client';
import { notes } from '../../src/db/schema';
import { createMember } from './members';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a note. Rows that it must refer to are created. */
export async function noteValues(db: Database, overrides: Partial<typeof notes.$inferInsert> = {}) {
  const n = next();
  const memberId = overrides.memberId ?? (await createMember(db)).id;
  return {
    memberId,
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
