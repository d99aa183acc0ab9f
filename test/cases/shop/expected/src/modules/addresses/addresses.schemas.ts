import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { addresses } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** An address as it is sent. A column that is not listed here is never read and never leaves the service. */
export const addressResponse = createSelectSchema(addresses, {
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

/**
 * What lists of addresses offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const addressListing = {
  key: ['id'],
  // No index begins with 'kind', 'recipient', 'line1', 'line2', 'city', 'postalCode', 'countryCode', 'createdAt', 'updatedAt'.
  filter: ['id', 'customerId'],
  // Text that could be named here: 'recipient', 'line1', 'line2', 'city', 'postalCode', 'countryCode'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
