import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { customers } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A customer as it is sent. A column that is not listed here is never read and never leaves the service. */
export const customerResponse = createSelectSchema(customers, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    email: true,
    firstName: true,
    lastName: true,
    phone: true,
    acceptsMarketing: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Customer' });

/** What identifies a customer in a path. */
export const customerParams = z.object({
  id: uuid,
});
export type CustomerKey = z.output<typeof customerParams>;

/** What a client may set in a new customer. Whatever is listed here is open to everybody who may call the route. */
export const customerCreate = createInsertSchema(customers)
  .pick({
    email: true,
    firstName: true,
    lastName: true,
    phone: true,
    acceptsMarketing: true,
  })
  .strict()
  .meta({ id: 'CustomerCreate' });
export type CustomerCreate = z.output<typeof customerCreate>;

/** What a client may change afterwards. */
export const customerUpdate = notEmpty(customerCreate.partial()).meta({
  id: 'CustomerUpdate',
});
export type CustomerUpdate = z.output<typeof customerUpdate>;

/** What lists of customers may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const customerListing = {
  key: ['id'],
  filter: ['id', 'email', 'lastName', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'firstName', 'phone', 'acceptsMarketing', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'email', 'firstName', 'lastName', 'phone'.
  contains: [],
  sort: ['id', 'email', 'lastName,firstName', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
