import type { Database } from '../../../src/db/client';
import type { profiles as profilesTable } from '../../../src/db/schema';
import { createNote } from '../../factories/notes';
import type { Person } from '../people';
import { ownNoteValues } from './notes';

/** What makes a profile somebody's, as values of its row. */
export async function ownProfileValues(
  db: Database,
  person: Person,
): Promise<Partial<typeof profilesTable.$inferInsert>> {
  const note = await createNote(db, {
    ...(await ownNoteValues(db, person)),
    memberId: person.userId,
  });
  return { memberId: person.userId, noteId: note.id };
}
