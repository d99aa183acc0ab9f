import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { orderItems } from '../../db/schema';
import { decimal, notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** An order item as it is sent. A column that is not listed here is never read and never leaves the service. */
export const orderItemResponse = createSelectSchema(orderItems, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    orderId: true,
    productId: true,
    quantity: true,
    unitPrice: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'OrderItem' });

/** What identifies an order item in a path. */
export const orderItemParams = z.object({
  id: uuid,
});
export type OrderItemKey = z.output<typeof orderItemParams>;

/** What a client may set in a new order item. Whatever is listed here is open to everybody who may call the route. */
export const orderItemCreate = createInsertSchema(orderItems, {
  orderId: () => uuid,
  productId: () => uuid,
  unitPrice: () => decimal(12, 2),
})
  .pick({
    orderId: true,
    productId: true,
    quantity: true,
    unitPrice: true,
  })
  .strict()
  .meta({ id: 'OrderItemCreate' });
export type OrderItemCreate = z.output<typeof orderItemCreate>;

/** What a client may change afterwards. */
export const orderItemUpdate = notEmpty(orderItemCreate.partial()).meta({
  id: 'OrderItemUpdate',
});
export type OrderItemUpdate = z.output<typeof orderItemUpdate>;

/** What lists of order items may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const orderItemListing = {
  key: ['id'],
  filter: ['id', 'orderId', 'productId'],
  // Without an index, so that each such list reads the whole table: 'quantity', 'unitPrice', 'createdAt', 'updatedAt'.
  scan: [],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
