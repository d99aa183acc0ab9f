import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What the ceiling is measured with. The index ends in the key, as that of a list with a cursor has to. */
export const items = pgTable(
  'items',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    price: integer().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('items_created_at_idx').on(table.createdAt, table.id)],
);
