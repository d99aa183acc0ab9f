import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { column as columnTable } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, sentTimestamp, timestamp } from '../../http/fields';

/** A column as it is sent. A column that is not listed here is never read and never leaves the service. */
export const columnResponse = createSelectSchema(columnTable, {
  placedAt: () => sentTimestamp,
})
  .pick({
    check: true,
    userId: true,
    placedAt: true,
    group: true,
  })
  .meta({ id: 'Column' });

/** What identifies a column in a path. */
export const columnParams = z.object({
  check: int32Text,
});
export type ColumnKey = z.output<typeof columnParams>;

/** What a client may set in a new column. Whatever is listed here is open to everybody who may call the route. */
export const columnCreate = createInsertSchema(columnTable, {
  userId: (schema) => schema.max(MAX_TEXT),
  placedAt: () => timestamp,
})
  .pick({
    userId: true,
    placedAt: true,
    group: true,
  })
  .strict()
  .meta({ id: 'ColumnCreate' });
export type ColumnCreate = z.output<typeof columnCreate>;

/** What a client may change afterwards. */
export const columnUpdate = notEmpty(columnCreate.partial()).meta({
  id: 'ColumnUpdate',
});
export type ColumnUpdate = z.output<typeof columnUpdate>;

/** What lists of columns may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const columnListing = {
  key: ['check'],
  filter: ['check'],
  // Without an index, so that each such list reads the whole table: 'userId', 'placedAt', 'group'.
  scan: [],
  contains: [],
  sort: ['check'],
  defaultSort: 'check',
} as const;
