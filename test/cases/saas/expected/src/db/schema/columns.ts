import { timestamp, uuid } from 'drizzle-orm/pg-core';

// Milliseconds, because that is what a JavaScript Date holds: a value read is the value to compare with.
export const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const id = uuid('id').primaryKey().defaultRandom();

export const timestamps = {
  createdAt: timestamptz('created_at').notNull().defaultNow(),
  updatedAt: timestamptz('updated_at')
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date()),
};
