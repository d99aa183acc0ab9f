import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { reviews } from '../../db/schema';
import { MAX_TEXT, notEmpty, sentTimestamp, uuid } from '../../http/fields';

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
  body: (schema) => schema.max(MAX_TEXT),
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

/** What lists of reviews may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const reviewListing = {
  key: ['id'],
  filter: ['id', 'productId', 'customerId', 'rating', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'title', 'body', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'title', 'body'.
  contains: [],
  sort: ['id', 'rating,createdAt', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
