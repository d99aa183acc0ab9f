import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { labels } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A label as it is sent. A column that is not listed here is never read and never leaves the service. */
export const labelResponse = createSelectSchema(labels, {
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

/**
 * What lists of labels offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const labelListing = {
  key: ['id'],
  // No index begins with 'name', 'color', 'createdAt', 'updatedAt'.
  filter: ['id', 'organizationId'],
  // Text that could be named here: 'name', 'color'.
  contains: [],
  sort: ['id'],
  defaultSort: 'id',
} as const;
