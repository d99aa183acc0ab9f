import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { addresses } from '../../db/schema';
import { charText, notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** An address as it is sent. A column that is not listed here is never read and never leaves the service. */
export const addressResponse = createSelectSchema(addresses, {
  countryCode: () => charText(2),
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    customerId: true,
    kind: true,
    recipient: true,
    line1: true,
    line2: true,
    city: true,
    postalCode: true,
    countryCode: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Address' });

/** What identifies an address in a path. */
export const addressParams = z.object({
  id: uuid,
});
export type AddressKey = z.output<typeof addressParams>;

/** What a client may set in a new address. Whatever is listed here is open to everybody who may call the route. */
export const addressCreate = createInsertSchema(addresses, {
  customerId: () => uuid,
  countryCode: () => charText(2),
})
  .pick({
    customerId: true,
    kind: true,
    recipient: true,
    line1: true,
    line2: true,
    city: true,
    postalCode: true,
    countryCode: true,
  })
  .strict()
  .meta({ id: 'AddressCreate' });
export type AddressCreate = z.output<typeof addressCreate>;

/** What a client may change afterwards. */
export const addressUpdate = notEmpty(addressCreate.partial()).meta({
  id: 'AddressUpdate',
});
export type AddressUpdate = z.output<typeof addressUpdate>;

/** What lists of addresses may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const addressListing = {
  key: ['id'],
  filter: ['id', 'customerId'],
  // Without an index, so that each such list reads the whole table: 'kind', 'recipient', 'line1', 'line2', 'city', 'postalCode', 'countryCode', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'recipient', 'line1', 'line2', 'city', 'postalCode', 'countryCode'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
