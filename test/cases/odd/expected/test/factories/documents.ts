import type { Database } from '../../src/db/client';
import { documents } from '../../src/db/schema';
import { sampleClock, sampleCode, sampleIp, samplePick, sequence } from '../samples';

const next = sequence();

/** Valid values for a document. Rows that it must refer to are created. */
export async function documentValues(
  _db: Database,
  overrides: Partial<typeof documents.$inferInsert> = {},
) {
  const n = next();
  return {
    title: `Document ${n}`,
    body: `A few words about document ${n}.`,
    kind: samplePick(n, 'memo', 'letter'),
    status: samplePick(n, 'low', 'high'),
    grid: [[n, n + 1]],
    small: n % 32768,
    price: 5.99 + (n % 495),
    ratio: (n % 51) / 100,
    amount: (5.99 + (n % 495)).toFixed(2),
    exact: n,
    big: BigInt(n),
    code: sampleCode(n, 3),
    day: new Date(Date.UTC(2026, 0, 1 + (n % 365))).toISOString().slice(0, 10),
    dayObject: new Date(Date.UTC(2026, 0, 1 + (n % 365))),
    at: sampleClock(n % 86400) + '+00',
    stamp: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString().slice(0, -1),
    span: `PT${n}S`,
    ip: sampleIp(n),
    net: sampleIp(n) + '/32',
    mac: n
      .toString(16)
      .padStart(12, '0')
      .replace(/..(?!$)/g, '$&:'),
    place: [n % 90, 0.5] as (typeof documents.$inferInsert)['place'],
    edge: { a: 1, b: -1, c: n },
    ...overrides,
  };
}

/** Inserts a document. */
export async function createDocument(
  db: Database,
  overrides: Partial<typeof documents.$inferInsert> = {},
): Promise<typeof documents.$inferSelect> {
  const values = await documentValues(db, overrides);
  const [created] = await db.insert(documents).values(values).returning();
  return created as typeof documents.$inferSelect;
}
