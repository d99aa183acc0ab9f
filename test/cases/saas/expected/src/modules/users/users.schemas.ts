import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { users } from '../../db/schema';
import { notEmpty, sentTimestamp, timestampOf, uuid } from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(users, {
  lastSeenAt: () => sentTimestamp,
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    email: true,
    name: true,
    locale: true,
    timezone: true,
    isActive: true,
    lastSeenAt: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: uuid,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(users, {
  lastSeenAt: () => timestampOf(3),
})
  .pick({
    email: true,
    name: true,
    locale: true,
    timezone: true,
    isActive: true,
    lastSeenAt: true,
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
  filter: ['id', 'createdAt'],
  // Without an index, so that each such list reads the whole table: 'email', 'name', 'locale', 'timezone', 'isActive', 'lastSeenAt', 'updatedAt'.
  scan: [],
  // Text in which another may be looked for: 'email', 'name', 'locale', 'timezone'.
  contains: [],
  sort: ['id', 'createdAt'],
  defaultSort: '-createdAt',
} as const;
