import { relations, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';
import { citext, encoded, lifecycle, visibilityColumn } from './lib/shared/columns';
import { newId } from './lib/shared/id';
import type { Settings } from './lib/shared/types';
import { platformUsers } from './auth';
import { documents } from './documents';

export const user = pgTable(
  'user',
  {
    id: text()
      .primaryKey()
      .$defaultFn(() => newId('usr'))
      .references((): AnyPgColumn => user.id),
    publicId: uuid().notNull().unique().defaultRandom(),
    platformId: uuid().references(() => platformUsers.id, { onDelete: 'cascade' }),
    email: citext().notNull(),
    passwordHash: encoded(),
    settings: jsonb().$type<Settings>(),
    managerId: text().references((): AnyPgColumn => user.id, { onDelete: 'set null' }),
    documents: integer().notNull().default(0),
    visibility: visibilityColumn(),
    ...lifecycle,
  },
  (table) => [
    uniqueIndex('user_email_key').on(sql`lower(${table.email})`),
    uniqueIndex()
      .on(table.email)
      .where(sql`${table.deletedAt} is null`),
    index('user_manager_idx').on(table.managerId.desc()),
  ],
);

/** The same table under a second name. */
export const usersTable = user;

export const order = pgTable(
  'order',
  {
    userId: text().notNull(),
    placedAt: timestamp({ withTimezone: true }).notNull(),
    number: bigserial({ mode: 'bigint' }).notNull(),
    total: bigint({ mode: 'number' }).notNull(),
    createdBy: text().references(() => user.id),
    approvedBy: text().references(() => user.id),
    note: varchar({ length: 40 }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.placedAt] }),
    foreignKey({
      name: 'order_owner',
      columns: [table.userId],
      foreignColumns: [user.id],
    }).onDelete('cascade'),
    unique('order_number').on(table.number, table.note).nullsNotDistinct(),
  ],
);

export const column = pgTable(
  'column',
  {
    check: integer().generatedAlwaysAsIdentity().primaryKey(),
    userId: text().notNull(),
    placedAt: timestamp({ withTimezone: true }).notNull(),
    group: boolean().notNull().default(false),
  },
  (table) => [
    foreignKey({
      columns: [table.userId, table.placedAt],
      foreignColumns: [order.userId, order.placedAt],
    }),
  ],
);

export const activeUsers = pgView('active_users').as((query) =>
  query.select({ id: user.id, email: user.email, age: sql<number>`1`.as('age') }).from(user),
);

export const legacyReport = pgView('legacy_report', { id: integer() }).existing();

export const userRelations = relations(user, ({ one, many }) => ({
  manager: one(user, { fields: [user.managerId], references: [user.id], relationName: 'manages' }),
  reports: many(user, { relationName: 'manages' }),
  documents: many(documents),
  approved: many(order, { relationName: 'nowhere' }),
}));
