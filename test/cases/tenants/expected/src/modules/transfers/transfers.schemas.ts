import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { transfers } from '../../db/schema';
import { int32Text, notEmpty, uuid } from '../../http/fields';

/** A transfer as it is sent. A column that is not listed here is never read and never leaves the service. */
export const transferResponse = createSelectSchema(transfers)
  .pick({
    id: true,
    firstId: true,
    secondId: true,
  })
  .meta({ id: 'Transfer' });

/** What identifies a transfer in a path. */
export const transferParams = z.object({
  id: int32Text,
});
export type TransferKey = z.output<typeof transferParams>;

/** What a client may set in a new transfer. Whatever is listed here is open to everybody who may call the route. */
export const transferCreate = createInsertSchema(transfers, {
  firstId: () => uuid,
  secondId: () => uuid,
})
  .pick({
    firstId: true,
    secondId: true,
  })
  .strict()
  .meta({ id: 'TransferCreate' });
export type TransferCreate = z.output<typeof transferCreate>;

/** What a client may change afterwards. */
export const transferUpdate = notEmpty(transferCreate.partial()).meta({
  id: 'TransferUpdate',
});
export type TransferUpdate = z.output<typeof transferUpdate>;

/**
 * What lists of transfers offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const transferListing = {
  key: ['id'],
  // No index begins with 'firstId', 'secondId'.
  filter: ['id'],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
