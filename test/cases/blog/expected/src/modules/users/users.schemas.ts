import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty, sentTimestamp } from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(users, {
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    email: true,
    handle: true,
    displayName: true,
    bio: true,
    avatarUrl: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: int32Text,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(users, {
  bio: (schema) => schema.max(MAX_TEXT),
  avatarUrl: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    email: true,
    handle: true,
    displayName: true,
    bio: true,
    avatarUrl: true,
  })
  .strict()
  .meta({ id: 'UserCreate' });
export type UserCreate = z.output<typeof userCreate>;

/** What a client may change afterwards. */
export const userUpdate = notEmpty(userCreate.partial()).meta({
  id: 'UserUpdate',
});
export type UserUpdate = z.output<typeof userUpdate>;

/** What lists of users may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const userListing = {
  key: ['id'],
  filter: ['id', 'email', 'handle', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'displayName', 'bio', 'avatarUrl', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'email', 'handle', 'displayName', 'bio', 'avatarUrl'.
  contains: [],
  sort: ['id', 'email', 'handle', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
