import type { Database } from '../../src/db/client';
import { lessons } from '../../src/db/schema';
import { createCourt } from './courts';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a lesson. Rows that it must refer to are created. */
export async function lessonValues(
  db: Database,
  overrides: Partial<typeof lessons.$inferInsert> = {},
) {
  const n = next();
  let courtParentKey = overrides as Required<
    Pick<typeof lessons.$inferInsert, 'branch' | 'courtId'>
  >;
  if (overrides.courtId === undefined) {
    const courtParent = await createCourt(db, {
      ...(overrides.branch !== undefined && { branch: overrides.branch }),
    });
    courtParentKey = { branch: courtParent.branch, courtId: courtParent.id };
  }
  const branch = courtParentKey.branch;
  const courtId = courtParentKey.courtId;
  return {
    branch,
    courtId,
    title: `Lesson ${n}`,
    ...overrides,
  };
}

/** Inserts a lesson. */
export async function createLesson(
  db: Database,
  overrides: Partial<typeof lessons.$inferInsert> = {},
): Promise<typeof lessons.$inferSelect> {
  const values = await lessonValues(db, overrides);
  const [created] = await db.insert(lessons).values(values).returning();
  return created as typeof lessons.$inferSelect;
}
