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

/** What lists of transfers may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const transferListing = {
  key: ['id'],
  filter: ['id'],
  // Without an index, so that each such list reads the whole table: 'firstId', 'secondId'.
  scan: [],
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
