import type { Database } from '../../src/db/client';
import { projects } from '../../src/db/schema';
import { createOrganization } from './organizations';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for a project. Rows that it must refer to are created. */
export async function projectValues(
  db: Database,
  overrides: Partial<typeof projects.$inferInsert> = {},
) {
  const n = next();
  const organizationId = overrides.organizationId ?? (await createOrganization(db)).id;
  return {
    organizationId,
    name: `Project ${n}`,
    slug: `project-${n}`,
    description: `A few words about project ${n}.`,
    startsOn: new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10),
    endsOn: new Date(Date.UTC(2026, 0, 3 + (n % 365))).toISOString().slice(0, 10),
    archivedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
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
