import type { Database } from '../../src/db/client';
import { projects } from '../../src/db/schema';
import { createTeam } from './teams';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a project. Rows that it must refer to are created. */
export async function projectValues(
  db: Database,
  overrides: Partial<typeof projects.$inferInsert> = {},
) {
  const n = next();
  const teamId = overrides.teamId ?? (await createTeam(db)).id;
  return {
    teamId,
    name: `Project ${n}`,
    ...overrides,
  };
}

/** Inserts a project. */
export async function createProject(
  db: Database,
  overrides: Partial<typeof projects.$inferInsert> = {},
): Promise<typeof projects.$inferSelect> {
  const values = await projectValues(db, overrides);
  const [created] = await db.insert(projects).values(values).returning();
  return created as typeof projects.$inferSelect;
}
