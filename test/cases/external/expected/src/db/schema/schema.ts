import { boolean, integer, pgTable, serial, text, uuid } from 'drizzle-orm/pg-core';

// Ids that are numbers, so that who somebody is at the identity provider stands in a column of its own.
export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  authId: text('auth_id').notNull().unique(),
  email: text('email').notNull().unique(),
  name: text('name'),
  isActive: boolean('is_active').notNull().default(true),
});

export const notes = pgTable('notes', {
  id: uuid('id').primaryKey().defaultRandom(),
  userId: integer('user_id')
    .notNull()
    .references(() => users.id),
  text: text('text').notNull(),
});
