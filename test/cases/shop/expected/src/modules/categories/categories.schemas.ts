import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { categories } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A category as it is sent. A column that is not listed here is never read and never leaves the service. */
export const categoryResponse = createSelectSchema(categories, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    parentId: true,
    name: true,
    slug: true,
    position: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Category' });

/** What identifies a category in a path. */
export const categoryParams = z.object({
  id: uuid,
});
export type CategoryKey = z.output<typeof categoryParams>;

/** What a client may set in a new category. Whatever is listed here is open to everybody who may call the route. */
export const categoryCreate = createInsertSchema(categories, {
  parentId: () => uuid,
})
  .pick({
    parentId: true,
    name: true,
    slug: true,
    position: true,
  })
  .strict()
  .meta({ id: 'CategoryCreate' });
export type CategoryCreate = z.output<typeof categoryCreate>;

/** What a client may change afterwards. */
export const categoryUpdate = notEmpty(categoryCreate.partial()).meta({
  id: 'CategoryUpdate',
});
export type CategoryUpdate = z.output<typeof categoryUpdate>;

/** What lists of categories may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const categoryListing = {
  key: ['id'],
  filter: ['id', 'parentId', 'slug'],
  // Without an index, so that each such list reads the whole table: 'name', 'position', 'createdAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'name', 'slug'.
  contains: [],
  sort: ['id', 'slug'],
  defaultSort: 'id',
} as const;
