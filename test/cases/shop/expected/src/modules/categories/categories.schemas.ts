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

/**
 * What lists of categories offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const categoryListing = {
  key: ['id'],
  // No index begins with 'name', 'position', 'createdAt', 'updatedAt'.
  filter: ['id', 'parentId', 'slug'],
  // Text that could be named here: 'name', 'slug'.
  contains: [],
  sort: ['id', 'slug'],
  defaultSort: 'id',
} as const;
