import type { Database } from '../../src/db/client';
import { tasks } from '../../src/db/schema';
import { createProject } from './projects';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a task. Rows that it must refer to are created. */
export async function taskValues(db: Database, overrides: Partial<typeof tasks.$inferInsert> = {}) {
  const n = next();
  const projectId = overrides.projectId ?? (await createProject(db)).id;
  const creatorId = overrides.creatorId ?? (await createUser(db)).id;
  return {
    projectId,
    creatorId,
    title: `Task ${n}`,
    description: `A few words about task ${n}.`,
    estimateMinutes: 5 + (n % 51),
    dueOn: new Date(Date.UTC(2030, 0, 1 + (n % 365))).toISOString().slice(0, 10),
    completedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
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
