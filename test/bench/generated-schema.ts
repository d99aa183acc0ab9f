/** The first table, which others refer to: who did what. */
const USERS = `export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    email: varchar('email', { length: 254 }).notNull().unique(),
    displayName: varchar('display_name', { length: 120 }).notNull(),
    locale: char('locale', { length: 2 }).notNull().default('en'),
    isActive: boolean('is_active').notNull().default(true),
    ...timestamps,
  },
  (table) => [index('users_created_at_idx').on(table.createdAt, table.id)],
);
`;

const HEADER = `import { relations } from 'drizzle-orm';
import {
  boolean, char, index, integer, jsonb, numeric, pgEnum, pgTable, text, timestamp, unique, uuid, varchar,
} from 'drizzle-orm/pg-core';

const timestamptz = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const timestamps = {
  createdAt: timestamptz('created_at').notNull().defaultNow(),
  updatedAt: timestamptz('updated_at').notNull().defaultNow().$onUpdate(() => new Date()),
};
`;

const NOUNS = [
  'invoice',
  'project',
  'ticket',
  'vendor',
  'asset',
  'contract',
  'shipment',
  'campaign',
];

/**
 * A schema as an application of that size has it: every table with 9 or 10 columns, foreign keys to the users and to the
 * table before it, an index for each, an enum, and relations in both directions.
 *
 * @param tables how many, the users included
 */
export function schemaText(tables: number): string {
  const names = Array.from({ length: tables - 1 }, (_, i) => tableName(i));
  const parts = names.map((name, i) => tableText(name, i === 0 ? undefined : names[i - 1]));
  return [HEADER, USERS, ...parts, usersRelations(names)].join('\n');
}

function tableName(index: number): string {
  const noun = NOUNS[index % NOUNS.length] ?? '';
  const area = Math.floor(index / NOUNS.length);
  return area === 0 ? noun : `area${area}_${noun}`;
}

function tableText(name: string, parent: string | undefined): string {
  const id = plural(name);
  const table = `${name}s`;
  const status = `${camel(name)}Status`;
  const reference = parent
    ? `parentId: uuid('parent_id').references(() => ${plural(parent)}.id, { onDelete: 'set null' }),`
    : '';
  const index = parent ? `index('${table}_parent_id_idx').on(table.parentId),` : '';
  const related = parent
    ? `parent: one(${plural(parent)}, { fields: [${id}.parentId], references: [${plural(parent)}.id] }),`
    : '';
  return `export const ${status} = pgEnum('${name}_status', ['draft', 'open', 'closed']);

export const ${id} = pgTable(
  '${table}',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    ownerId: uuid('owner_id').notNull().references(() => users.id, { onDelete: 'restrict' }),
    ${reference}
    reference: varchar('reference', { length: 40 }).notNull(),
    title: varchar('title', { length: 200 }).notNull(),
    status: ${status}('status').notNull().default('draft'),
    amount: numeric('amount', { precision: 12, scale: 2 }).notNull(),
    details: jsonb('details').$type<Record<string, string>>(),
    ...timestamps,
  },
  (table) => [
    unique('${table}_reference_key').on(table.reference),
    index('${table}_owner_id_created_at_idx').on(table.ownerId, table.createdAt, table.id),
    ${index}
  ],
);

export const ${id}Relations = relations(${id}, ({ one }) => ({
  owner: one(users, { fields: [${id}.ownerId], references: [users.id] }),
  ${related}
}));
`;
}

function usersRelations(names: readonly string[]): string {
  const many = names.slice(0, 5).map((name) => `  ${plural(name)}: many(${plural(name)}),`);
  return `export const usersRelations = relations(users, ({ many }) => ({\n${many.join('\n')}\n}));\n`;
}

function plural(name: string): string {
  return `${camel(name)}s`;
}

function camel(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
