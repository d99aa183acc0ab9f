import type { Database } from '../../src/db/client';
import { tasks } from '../../src/db/schema';
import { createProject } from './projects';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a task. Rows that it must refer to are created. */
export async function taskValues(db: Database, overrides: Partial<typeof tasks.$inferInsert> = {}) {
  const n = next();
  const projectId = overrides.projectId ?? (await createProject(db)).id;
  return {
    projectId,
    title: `Task ${n}`,
    ...overrides,
  };
}

/** Inserts a task. */
export async function createTask(
  db: Database,
  overrides: Partial<typeof tasks.$inferInsert> = {},
): Promise<typeof tasks.$inferSelect> {
  const values = await taskValues(db, overrides);
  const [created] = await db.insert(tasks).values(values).returning();
  return created as typeof tasks.$inferSelect;
}
