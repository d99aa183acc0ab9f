import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { labels } from '../../db/schema';
import { charText, notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A label as it is sent. A column that is not listed here is never read and never leaves the service. */
export const labelResponse = createSelectSchema(labels, {
  color: () => charText(7),
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    organizationId: true,
    name: true,
    color: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Label' });

/** What identifies a label in a path. */
export const labelParams = z.object({
  id: uuid,
});
export type LabelKey = z.output<typeof labelParams>;

/** What a client may set in a new label. Whatever is listed here is open to everybody who may call the route. */
export const labelCreate = createInsertSchema(labels, {
  organizationId: () => uuid,
  color: () => charText(7),
})
  .pick({
    organizationId: true,
    name: true,
    color: true,
  })
  .strict()
  .meta({ id: 'LabelCreate' });
export type LabelCreate = z.output<typeof labelCreate>;

/** What a client may change afterwards. */
export const labelUpdate = notEmpty(labelCreate.partial()).meta({
  id: 'LabelUpdate',
});
export type LabelUpdate = z.output<typeof labelUpdate>;

/** What lists of labels may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const labelListing = {
  key: ['id'],
  filter: ['id', 'organizationId'],
  // Without an index, so that each such list reads the whole table: 'name', 'color', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'color'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
