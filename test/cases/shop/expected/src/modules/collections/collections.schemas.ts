import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { collections } from '../../db/schema';
import { MAX_TEXT, notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A collection as it is sent. A column that is not listed here is never read and never leaves the service. */
export const collectionResponse = createSelectSchema(collections, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    name: true,
    slug: true,
    description: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Collection' });

/** What identifies a collection in a path. */
export const collectionParams = z.object({
  id: uuid,
});
export type CollectionKey = z.output<typeof collectionParams>;

/** What a client may set in a new collection. Whatever is listed here is open to everybody who may call the route. */
export const collectionCreate = createInsertSchema(collections, {
  description: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    name: true,
    slug: true,
    description: true,
  })
  .strict()
  .meta({ id: 'CollectionCreate' });
export type CollectionCreate = z.output<typeof collectionCreate>;

/** What a client may change afterwards. */
export const collectionUpdate = notEmpty(collectionCreate.partial()).meta({
  id: 'CollectionUpdate',
});
export type CollectionUpdate = z.output<typeof collectionUpdate>;

/** What lists of collections may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const collectionListing = {
  key: ['id'],
  filter: ['id', 'slug'],
  // Without an index, so that each such list reads the whole table: 'name', 'description', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'slug', 'description'.
  contains: [],
  sort: ['id', 'slug'],
  defaultSort: 'id',
} as const;
