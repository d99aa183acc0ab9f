import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { order as orderTable } from '../../db/schema';
import {
  MAX_KEY_LENGTH,
  MAX_TEXT,
  keyOf,
  keyText,
  notEmpty,
  sentTimestamp,
  timestamp,
  urlTimestamp,
} from '../../http/fields';

/** An order as it is sent. A column that is not listed here is never read and never leaves the service. */
export const orderResponse = createSelectSchema(orderTable, {
  placedAt: () => sentTimestamp,
})
  .pick({
    userId: true,
    placedAt: true,
    number: true,
    total: true,
    createdBy: true,
    approvedBy: true,
    note: true,
  })
  .meta({ id: 'Order' });

/** What identifies an order in a path. */
export const orderParams = z.object({
  userId: keyText,
  placedAt: urlTimestamp,
});
export type OrderKey = z.output<typeof orderParams>;

/** What a client may set in a new order. Whatever is listed here is open to everybody who may call the route. */
export const orderCreate = createInsertSchema(orderTable, {
  userId: (schema) => keyOf(schema.max(MAX_KEY_LENGTH)),
  placedAt: () => timestamp,
  createdBy: (schema) => schema.max(MAX_TEXT),
  approvedBy: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    userId: true,
    placedAt: true,
    total: true,
    createdBy: true,
    approvedBy: true,
    note: true,
  })
  .strict()
  .meta({ id: 'OrderCreate' });
export type OrderCreate = z.output<typeof orderCreate>;

/** What a client may change afterwards. */
export const orderUpdate = notEmpty(
  orderCreate.omit({ userId: true, placedAt: true }).partial(),
).meta({
  id: 'OrderUpdate',
});
export type OrderUpdate = z.output<typeof orderUpdate>;

/** What lists of orders may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const orderListing = {
  key: ['userId', 'placedAt'],
  filter: ['userId', 'number'],
  // Without an index, so that each such list reads the whole table: 'placedAt', 'total', 'createdBy', 'approvedBy', 'note'.
  scan: [],
  // Text in which another may be looked for: 'note'.
  contains: [],
  sort: ['userId'],
  defaultSort: 'userId',
} as const;
