import type { Database } from '../../src/db/client';
import { profiles as profilesTable } from '../../src/db/schema';
import { createNote } from './notes';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a profile. Rows that it must refer to are created. */
export async function profileValues(
  db: Database,
  overrides: Partial<typeof profilesTable.$inferInsert> = {},
) {
  const n = next();
  let noteParentKey = overrides as Required<
    Pick<typeof profilesTable.$inferInsert, 'memberId' | 'noteId'>
  >;
  if (overrides.noteId === undefined) {
    const noteParent = await createNote(db, {
      ...(overrides.memberId !== undefined && { memberId: overrides.memberId }),
    });
    noteParentKey = { memberId: noteParent.memberId, noteId: noteParent.id };
  }
  const memberId = noteParentKey.memberId;
  const noteId = noteParentKey.noteId;
  return {
    memberId,
    noteId,
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
