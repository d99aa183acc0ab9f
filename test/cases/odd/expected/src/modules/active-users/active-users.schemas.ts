import { createSelectSchema } from 'drizzle-zod';
import { activeUsers } from '../../db/schema';
import { anyText } from '../../http/fields';

/** An active user as it is sent. A column that is not listed here is never read and never leaves the service. */
export const activeUserResponse = createSelectSchema(activeUsers, {
  email: () => anyText,
})
  .pick({
    id: true,
    email: true,
    age: true,
  })
  .meta({ id: 'ActiveUser' });

/**
 * What lists of active users may be filtered and sorted by. Nothing identifies a row, so pages are counted: right as long as
 * nothing changes between two of them.
 */
export const activeUserListing = {
  key: [],
  filter: ['id', 'email'],
  // Text in which another may be looked for: 'id'.
  contains: [],
  sort: ['id,email', 'id', 'email'],
  defaultSort: 'id,email',
} as const;
