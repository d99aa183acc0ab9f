import type { Database } from '../../src/db/client';
import { orders } from '../../src/db/schema';
import { createCustomer } from './customers';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an order. Rows that it must refer to are created. */
export async function orderValues(
  db: Database,
  overrides: Partial<typeof orders.$inferInsert> = {},
) {
  const n = next();
  const customerId = overrides.customerId ?? (await createCustomer(db)).id;
  return {
    customerId,
    number: `order-${n}`,
    total: (5.99 + (n % 495)).toFixed(2),
    note: `A few words about order ${n}.`,
    shippedAt: new Date(Date.UTC(2026, 0, 1 + (n % 365))),
    deliveredAt: new Date(Date.UTC(2026, 0, 3 + (n % 365))),
    ...overrides,
  };
}

/** Inserts an order. */
export async function createOrder(
  db: Database,
  overrides: Partial<typeof orders.$inferInsert> = {},
): Promise<typeof orders.$inferSelect> {
  const values = await orderValues(db, overrides);
  const [created] = await db.insert(orders).values(values).returning();
  return created as typeof orders.$inferSelect;
}
