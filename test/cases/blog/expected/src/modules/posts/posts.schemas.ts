import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { posts } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, sentTimestamp, timestampOf } from '../../http/fields';

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
  body: (schema) => schema.max(MAX_TEXT),
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

/** What lists of posts may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const postListing = {
  key: ['id'],
  filter: ['id', 'authorId', 'slug', 'status', 'publishedAt', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'title', 'excerpt', 'body', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'title', 'slug', 'excerpt', 'body'.
  contains: [],
  sort: ['id', 'slug', 'status,publishedAt', 'publishedAt', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
