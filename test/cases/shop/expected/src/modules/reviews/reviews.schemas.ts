import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { reviews } from '../../db/schema';
import { notEmpty, sentTimestamp, uuid } from '../../http/fields';

/** A review as it is sent. A column that is not listed here is never read and never leaves the service. */
export const reviewResponse = createSelectSchema(reviews, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    productId: true,
    customerId: true,
    rating: true,
    title: true,
    body: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Review' });

/** What identifies a review in a path. */
export const reviewParams = z.object({
  id: uuid,
});
export type ReviewKey = z.output<typeof reviewParams>;

/** What a client may set in a new review. Whatever is listed here is open to everybody who may call the route. */
export const reviewCreate = createInsertSchema(reviews, {
  productId: () => uuid,
  customerId: () => uuid,
})
  .pick({
    productId: true,
    customerId: true,
    rating: true,
    title: true,
    body: true,
  })
  .strict()
  .meta({ id: 'ReviewCreate' });
export type ReviewCreate = z.output<typeof reviewCreate>;

/** What a client may change afterwards. */
export const reviewUpdate = notEmpty(reviewCreate.partial()).meta({
  id: 'ReviewUpdate',
});
export type ReviewUpdate = z.output<typeof reviewUpdate>;

/**
 * What lists of reviews offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const reviewListing = {
  key: ['id'],
  // No index begins with 'title', 'body', 'updatedAt'.
  filter: ['id', 'productId', 'customerId', 'rating', 'createdAt'],
  // Text that could be named here: 'title', 'body'.
  contains: [],
  sort: ['id', 'rating,createdAt', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
