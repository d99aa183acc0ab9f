import type { Database } from '../../src/db/client';
import { order as orderTable } from '../../src/db/schema';
import { createUser } from './users';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an order. Rows that it must refer to are created. */
export async function orderValues(
  db: Database,
  overrides: Partial<typeof orderTable.$inferInsert> = {},
) {
  const n = next();
  const userId = overrides.userId ?? (await createUser(db)).id;
  return {
    userId,
    placedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    total: 5 + (n % 496),
    note: `A few words about order ${n}.`,
    ...overrides,
  };
}

/** Inserts an order. */
export async function createOrder(
  db: Database,
  overrides: Partial<typeof orderTable.$inferInsert> = {},
): Promise<typeof orderTable.$inferSelect> {
  const values = await orderValues(db, overrides);
  const [created] = await db.insert(orderTable).values(values).returning();
  return created as typeof orderTable.$inferSelect;
}
