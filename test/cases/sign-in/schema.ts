import {
  boolean,
  foreignKey,
  integer,
  pgEnum,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core';

export const memberRole = pgEnum('member_role', ['administrator', 'editor', 'member']);

// A users table under another name, with ids that are numbers and a column that has to be given.
export const members = pgTable('members', {
  id: serial('id').primaryKey(),
  emailAddress: varchar('email_address', { length: 254 }).notNull().unique(),
  displayName: text('display_name').notNull(),
  // Says already who may do everything, and newcomers are the plainest of those that there are.
  role: memberRole('role').notNull(),
  deletedAt: timestamp('deleted_at', { withTimezone: true }),
  banned: boolean('banned'),
});

export const notes = pgTable(
  'notes',
  {
    id: serial('id').primaryKey(),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id),
    text: text('text').notNull(),
  },
  (t) => [unique().on(t.memberId, t.id)],
);

// One for each person, with a note of their own.
export const profiles = pgTable(
  'profiles',
  {
    id: serial('id').primaryKey(),
    memberId: integer('member_id')
      .notNull()
      .unique()
      .references(() => members.id),
    // As some write a column that holds a serial of another table. Its own next number would be anybody's note.
    noteId: serial('note_id').notNull(),
    motto: text('motto').notNull(),
  },
  (t) => [foreignKey({ columns: [t.memberId, t.noteId], foreignColumns: [notes.memberId, notes.id] })],
);
