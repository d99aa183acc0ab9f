import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { orders } from '../../db/schema';
import { charText, decimal, notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** An order as it is sent. A column that is not listed here is never read and never leaves the service. */
export const orderResponse = createSelectSchema(orders, {
  currency: () => charText(3),
  placedAt: () => sentTimestamp,
  shippedAt: () => sentTimestamp,
  deliveredAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    number: true,
    customerId: true,
    shippingAddressId: true,
    status: true,
    currency: true,
    total: true,
    note: true,
    placedAt: true,
    shippedAt: true,
    deliveredAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Order' });

/** What identifies an order in a path. */
export const orderParams = z.object({
  id: uuid,
});
export type OrderKey = z.output<typeof orderParams>;

/** What a client may set in a new order. Whatever is listed here is open to everybody who may call the route. */
export const orderCreate = createInsertSchema(orders, {
  customerId: () => uuid,
  shippingAddressId: () => uuid,
  currency: () => charText(3),
  total: () => decimal(12, 2),
  placedAt: () => timestampOf(3),
  shippedAt: () => timestampOf(3),
  deliveredAt: () => timestampOf(3),
})
  .pick({
    number: true,
    customerId: true,
    shippingAddressId: true,
    status: true,
    currency: true,
    total: true,
    note: true,
    placedAt: true,
    shippedAt: true,
    deliveredAt: true,
  })
  .strict()
  .meta({ id: 'OrderCreate' });
export type OrderCreate = z.output<typeof orderCreate>;

/** What a client may change afterwards. */
export const orderUpdate = notEmpty(orderCreate.partial()).meta({
  id: 'OrderUpdate',
});
export type OrderUpdate = z.output<typeof orderUpdate>;

/** What lists of orders may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const orderListing = {
  key: ['id'],
  filter: ['id', 'number', 'customerId', 'shippingAddressId', 'status', 'total', 'placedAt'],
  // Without an index, so that each such list reads the whole table: 'currency', 'note', 'shippedAt', 'deliveredAt', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'number', 'currency', 'note'.
  contains: [],
  sort: ['id', 'number', 'status,placedAt', 'total', 'placedAt'],
  defaultSort: '-placedAt',
} as const;
