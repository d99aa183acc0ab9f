import type { Database } from '../../src/db/client';
import { orderItems } from '../../src/db/schema';
import { createOrder } from './orders';
import { createProduct } from './products';
import { sequence } from '../samples';

const next = sequence();

/** Valid values for an order item. Rows that it must refer to are created. */
export async function orderItemValues(
  db: Database,
  overrides: Partial<typeof orderItems.$inferInsert> = {},
) {
  const n = next();
  const orderId = overrides.orderId ?? (await createOrder(db)).id;
  const productId = overrides.productId ?? (await createProduct(db)).id;
  return {
    orderId,
    productId,
    quantity: 1 + (n % 10),
    unitPrice: (5.99 + (n % 495)).toFixed(2),
    ...overrides,
  };
}

/** Inserts an order item. */
export async function createOrderItem(
  db: Database,
  overrides: Partial<typeof orderItems.$inferInsert> = {},
): Promise<typeof orderItems.$inferSelect> {
  const values = await orderItemValues(db, overrides);
  const [created] = await db.insert(orderItems).values(values).returning();
  return created as typeof orderItems.$inferSelect;
}
