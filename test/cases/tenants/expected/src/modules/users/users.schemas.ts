import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../../db/schema';
import { MAX_TEXT, notEmpty, uuid } from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(users)
  .pick({
    id: true,
    email: true,
    name: true,
    plan: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: uuid,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(users, {
  name: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    email: true,
    name: true,
  })
  .strict()
  .meta({ id: 'UserCreate' });
export type UserCreate = z.output<typeof userCreate>;

/** What a client may change afterwards. */
export const userUpdate = notEmpty(userCreate.omit({ email: true }).partial()).meta({
  id: 'UserUpdate',
});
export type UserUpdate = z.output<typeof userUpdate>;

/** What lists of users may be filtered and sorted by: what an index begins with, and orders that an index has, ties and all. */
export const userListing = {
  key: ['id'],
  filter: ['id', 'email'],
  // Without an index, so that each such list reads the whole table: 'name', 'plan'.
  scan: [],
  // Text in which another may be looked for: 'email', 'name', 'plan'.
  contains: [],
  sort: ['id', 'email'],
  defaultSort: 'id',
} as const;
