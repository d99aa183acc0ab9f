import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../../db/schema';
import { int32Text, notEmpty } from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(users)
  .pick({
    id: true,
    authId: true,
    email: true,
    name: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: int32Text,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(users)
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

/**
 * What lists of users offer: to filter by what an index begins with, to sort where an index has the order, ties and all.
 * Anything else can be named as well, and reads the whole table: few such lists run at once.
 */
export const userListing = {
  key: ['id'],
  // No index begins with 'name'.
  filter: ['id', 'authId', 'email'],
  // Text that could be named here: 'authId', 'email', 'name'.
  contains: [],
  sort: ['id', 'authId', 'email'],
  defaultSort: 'id',
} as const;
