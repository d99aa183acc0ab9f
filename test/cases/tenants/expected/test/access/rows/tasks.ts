import type { Database } from '../../../src/db/client';
import type { tasks } from '../../../src/db/schema';
import { createProject } from '../../factories/projects';
import type { Person } from '../people';
import { ownProjectValues } from './projects';

/** What makes a task somebody's, as values of its row. */
export async function ownTaskValues(
  db: Database,
  person: Person,
): Promise<Partial<typeof tasks.$inferInsert>> {
  return {
    createdBy: person.userId,
    updatedBy: person.userId,
    projectId: (await createProject(db, await ownProjectValues(db, person))).id,
  };
}
