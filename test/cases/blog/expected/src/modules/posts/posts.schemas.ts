import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { posts } from '../../db/schema';
import { int32Text, notEmpty, sentTimestamp, timestampOf } from '../../http/fields';

/** A post as it is sent. A column that is not listed here is never read and never leaves the service. */
export const postResponse = createSelectSchema(posts, {
  publishedAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    authorId: true,
    title: true,
    slug: true,
    excerpt: true,
    body: true,
    status: true,
    publishedAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Post' });

/** What identifies a post in a path. */
export const postParams = z.object({
  id: int32Text,
});
export type PostKey = z.output<typeof postParams>;

/** What a client may set in a new post. Whatever is listed here is open to everybody who may call the route. */
export const postCreate = createInsertSchema(posts, {
  publishedAt: () => timestampOf(3),
})
  .pick({
    authorId: true,
    title: true,
    slug: true,
    excerpt: true,
    body: true,
    status: true,
    publishedAt: true,
  })
  .strict()
  .meta({ id: 'PostCreate' });
export type PostCreate = z.output<typeof postCreate>;

/** What a client may change afterwards. */
export const postUpdate = notEmpty(postCreate.partial()).meta({
  id: 'PostUpdate',
});
export type PostUpdate = z.output<typeof postUpdate>;

/**
 * What lists of posts offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const postListing = {
  key: ['id'],
  // No index begins with 'title', 'excerpt', 'body', 'updatedAt'.
  filter: ['id', 'authorId', 'slug', 'status', 'publishedAt', 'createdAt'],
  // Text that could be named here: 'title', 'slug', 'excerpt', 'body'.
  contains: [],
  sort: ['id', 'slug', 'status,publishedAt', 'publishedAt', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
