import type { Database } from '../../src/db/client';
import { column as columnTable } from '../../src/db/schema';
import { createOrder } from './orders';

/** Valid values for a column. Rows that it must refer to are created. */
export async function columnValues(
  db: Database,
  overrides: Partial<typeof columnTable.$inferInsert> = {},
) {
  let orderParentKey = overrides as Required<
    Pick<typeof columnTable.$inferInsert, 'userId' | 'placedAt'>
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
  overrides: Partial<typeof columnTable.$inferInsert> = {},
): Promise<typeof columnTable.$inferSelect> {
  const values = await columnValues(db, overrides);
  const [created] = await db.insert(columnTable).values(values).returning();
  return created as typeof columnTable.$inferSelect;
}
