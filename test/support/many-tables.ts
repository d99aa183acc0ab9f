const things =
  'account article asset booking branch budget campaign cart channel contract course delivery device employee event folder invoice job ledger machine meeting note parcel room ticket'.split(
    ' ',
  );

/**
 * The source of a schema with as many tables as asked for, in groups of four around one thing each: the thing (which refers
 * to itself and to the thing before), its entries, its labels, and the join table between the two.
 */
export function manyTables(count: number): string {
  const groups = Array.from({ length: Math.ceil(count / 4) }, (_, group) => tablesAround(group));
  const tables = groups.flat().slice(0, count);
  return [
    "import { type AnyPgColumn, boolean, index, integer, jsonb, numeric, pgEnum } from 'drizzle-orm/pg-core';",
    "import { pgTable, primaryKey, serial, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';",
    "export const stage = pgEnum('stage', ['draft', 'active', 'closed']);",
    ...tables,
  ].join('\n\n');
}

function tablesAround(group: number): string[] {
  const name = nameOf(group);
  const before = group > 0 ? `references(() => ${nameOf(group - 1)}s.id)` : undefined;
  return [
    `export const ${name}s = pgTable('${name}s', {
  id: uuid('id').primaryKey().defaultRandom(),
  title: varchar('title', { length: 120 }).notNull(),
  stage: stage('stage').notNull().default('draft'),
  amount: numeric('amount', { precision: 12, scale: 2 }).notNull(),
  isOpen: boolean('is_open').notNull().default(true),
  parentId: uuid('parent_id').references((): AnyPgColumn => ${name}s.id),
  ${before ? `previousId: uuid('previous_id').${before},` : ''}
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
}, (t) => [index().on(t.parentId), index().on(t.createdAt)]);`,
    `export const ${name}Entries = pgTable('${name}_entries', {
  id: serial('id').primaryKey(),
  ${name}Id: uuid('${name}_id').notNull().references(() => ${name}s.id),
  position: integer('position').notNull(),
  body: text('body'),
  meta: jsonb('meta').$type<{ source: string }>(),
  deletedAt: timestamp('deleted_at', { withTimezone: true }),
}, (t) => [index().on(t.${name}Id)]);`,
    `export const ${name}Labels = pgTable('${name}_labels', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: varchar('name', { length: 60 }).notNull().unique(),
});`,
    `export const ${name}LabelLinks = pgTable('${name}_label_links', {
  ${name}Id: uuid('${name}_id').notNull().references(() => ${name}s.id, { onDelete: 'cascade' }),
  labelId: integer('label_id').notNull().references(() => ${name}Labels.id, { onDelete: 'cascade' }),
}, (t) => [primaryKey({ columns: [t.${name}Id, t.labelId] })]);`,
  ];
}

function nameOf(group: number): string {
  const round = Math.floor(group / things.length);
  return `${round > 0 ? 'other'.repeat(round) : ''}${things[group % things.length]}`;
}
