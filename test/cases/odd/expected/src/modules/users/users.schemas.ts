import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { user } from '../../db/schema';
import {
  MAX_TEXT,
  anyText,
  json,
  keyText,
  notEmpty,
  sentTimestamp,
  storedJson,
  uuid,
} from '../../http/fields';

/** A user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const userResponse = createSelectSchema(user, {
  email: () => anyText,
  settings: () => storedJson<(typeof user.$inferSelect)['settings']>(),
  createdAt: () => sentTimestamp,
  updatedAt: () => sentTimestamp,
})
  .pick({
    id: true,
    publicId: true,
    platformId: true,
    email: true,
    settings: true,
    managerId: true,
    documents: true,
    visibility: true,
    createdAt: true,
    updatedAt: true,
  })
  .meta({ id: 'User' });

/** What identifies a user in a path. */
export const userParams = z.object({
  id: keyText,
});
export type UserKey = z.output<typeof userParams>;

/** What a client may set in a new user. Whatever is listed here is open to everybody who may call the route. */
export const userCreate = createInsertSchema(user, {
  publicId: () => uuid,
  platformId: () => uuid,
  email: () => anyText.max(MAX_TEXT),
  settings: () => json<(typeof user.$inferInsert)['settings']>(),
  managerId: (schema) => schema.max(MAX_TEXT),
})
  .pick({
    publicId: true,
    platformId: true,
    email: true,
    settings: true,
    managerId: true,
    documents: true,
    visibility: true,
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
  filter: ['id', 'publicId', 'email', 'managerId'],
  // Without an index, so that each such list reads the whole table: 'platformId', 'documents', 'visibility', 'createdAt', 'updatedAt'.
  scan: [],
  contains: [],
  sort: ['id', 'publicId', 'email'],
  defaultSort: 'id',
} as const;
