import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../../db/schema';
import { MAX_TEXT, int32Text, notEmpty } from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(users)
  .pick({
    id: true,
    authId: true,
    email: true,
    name: true,
    isActive: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: int32Text,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(users, {
  authId: (schema) => schema.max(MAX_TEXT),
  email: (schema) => schema.max(MAX_TEXT),
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    authId: true,
    email: true,
    name: true,
  })
  .strict()
  .meta({ id: 'UserCreate' });
export type UserCreate = z.output<typeof userCreate>;

/** What a client may change afterwards. */
export const userUpdate = notEmpty(userCreate.omit({ authId: true, email: true }).partial()).meta({
  id: 'UserUpdate',
});
export type UserUpdate = z.output<typeof userUpdate>;

/** What lists of users may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const userListing = {
  key: ['id'],
  filter: ['id', 'authId', 'email'],
  // Without an index, so that each such list reads the whole table: 'name', 'isActive'.
  scan: [],
  // Text in which another may be looked for: 'authId', 'email', 'name'.
  contains: [],
  sort: ['id', 'authId', 'email'],
  defaultSort: 'id',
} as const;
