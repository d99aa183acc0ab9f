import type { Database } from '../../src/db/client';
import { boards } from '../../src/db/schema';
import { createTeam } from './teams';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a board. Rows that it must refer to are created. */
export async function boardValues(
  db: Database,
  overrides: Partial<typeof boards.$inferInsert> = {},
) {
  const n = next();
  const teamId = overrides.teamId ?? (await createTeam(db)).id;
  return {
    name: `Board ${n}`,
    ...overrides,
    teamId,
  };
}

/** Inserts a board. */
export async function createBoard(
  db: Database,
  overrides: Partial<typeof boards.$inferInsert> = {},
): Promise<typeof boards.$inferSelect> {
  const values = await boardValues(db, overrides);
  const [created] = await db.insert(boards).values(values).returning();
  return created as typeof boards.$inferSelect;
}
