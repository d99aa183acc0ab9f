import type { Database } from '../../src/db/client';
import { readings } from '../../src/db/schema';
import { sampleCode, samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a reading. Rows that it must refer to are created. */
export async function readingValues(
  _db: Database,
  overrides: Partial<typeof readings.$inferInsert> = {},
) {
  const n = next();
  return {
    at: new Date(Date.UTC(2026, 0, 1, 0, n)),
    station: `Station ${n}`,
    code: sampleCode(n, 5),
    weather: [
      samplePick(n, 'fair', 'back\\slash', 'com,ma'),
      samplePick(n + 1, 'fair', 'back\\slash', 'com,ma'),
    ],
    counted: BigInt(n),
    degrees: n % 1000,
    days: [
      new Date(Date.UTC(2026, 0, 1 + (n % 365))),
      new Date(Date.UTC(2026, 0, 1 + ((n + 1) % 365))),
    ],
    ...overrides,
  };
}

/** Inserts a reading. */
export async function createReading(
  db: Database,
  overrides: Partial<typeof readings.$inferInsert> = {},
): Promise<typeof readings.$inferSelect> {
  const values = await readingValues(db, overrides);
  const [created] = await db.insert(readings).values(values).returning();
  return created as typeof readings.$inferSelect;
}
