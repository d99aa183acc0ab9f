import type { Database } from '../../src/db/client';
import { column } from '../../src/db/schema';
import { createOrder } from './orders';

/** Valid values for a column. Rows that it must refer to are created. */
export async function columnValues(
  db: Database,
  overrides: Partial<typeof column.$inferInsert> = {},
) {
  let orderParentKey = overrides as Required<
    Pick<typeof column.$inferInsert, 'userId' | 'placedAt'>
  >;
  if (overrides.userId === undefined) {
    const orderParent = await createOrder(db);
    orderParentKey = { userId: orderParent.userId, placedAt: orderParent.placedAt };
  }
  const userId = orderParentKey.userId;
  const placedAt = orderParentKey.placedAt;
  return {
    userId,
    placedAt,
    ...overrides,
  };
}

/** Inserts a column. */
export async function createColumn(
  db: Database,
  overrides: Partial<typeof column.$inferInsert> = {},
): Promise<typeof column.$inferSelect> {
  const values = await columnValues(db, overrides);
  const [created] = await db.insert(column).values(values).returning();
  return created as typeof column.$inferSelect;
}
