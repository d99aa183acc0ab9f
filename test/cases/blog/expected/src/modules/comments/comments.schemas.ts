import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { comments } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, sentTimestamp } from '../../http/fields';

/** A comment as it is sent. A column that is not listed here is never read and never leaves the service. */
export const commentResponse = createSelectSchema(comments, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    postId: true,
    authorId: true,
    parentId: true,
    body: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'Comment' });

/** What identifies a comment in a path. */
export const commentParams = z.object({
  id: int32Text,
});
export type CommentKey = z.output<typeof commentParams>;

/** What a client may set in a new comment. Whatever is listed here is open to everybody who may call the route. */
export const commentCreate = createInsertSchema(comments, {
  body: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    postId: true,
    authorId: true,
    parentId: true,
    body: true,
  })
  .strict()
  .meta({ id: 'CommentCreate' });
export type CommentCreate = z.output<typeof commentCreate>;

/** What a client may change afterwards. */
export const commentUpdate = notEmpty(commentCreate.partial()).meta({
  id: 'CommentUpdate',
});
export type CommentUpdate = z.output<typeof commentUpdate>;

/** What lists of comments may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const commentListing = {
  key: ['id'],
  filter: ['id', 'postId', 'authorId', 'parentId', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'body', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'body'.
  contains: [],
  sort: ['id', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
