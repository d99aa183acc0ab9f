import { describe, expect, it, vi } from 'vitest';
import { parseColumn, parseReference } from '../../../src/new-table/grammar.ts';
import type { NewTable } from '../../../src/new-table/new-table.ts';
import { written } from './written.ts';

// Each of them reads a schema in a process of its own, more than once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

function described(over: Partial<NewTable> = {}): NewTable {
  return {
    name: 'line_items',
    columns: [
      'title:text',
      'code2_x:varchar(24):unique',
      'isPaid:boolean:default(false)',
      'count:integer:default(-3)',
      'views:bigint:default(9007199254740993)',
      'rank:smallint?',
      'total:numeric(12,2):default(0)',
      'rate:numeric(5)',
      'any-number:numeric',
      'weight:real:default(0.5)',
      'height:double?',
      'day:date:default(now)',
      'born:date:default(2024-02-29)',
      'at:time:default(09:30)',
      'seenAt:timestamp?:default(now)',
      'externalId:uuid:default(random)',
      "state:enum(to do,it's done):default(it's done)",
      'data:jsonb:default({"a":[1]})',
      'tags:text[]?',
      "quoted:text:default(it's)",
    ].map(parseColumn),
    references: [
      'customer:customers:cascade',
      'soldBy:customers?:set-null',
      'parent:line_items?',
    ].map(parseReference),
    timestamps: true,
    softDelete: true,
    ...over,
  };
}

const core = (names: string) => `import { ${names} } from 'drizzle-orm/pg-core';\n`;

const schemas: Record<string, [source: string, casing?: 'snake_case' | 'camelCase']> = {
  'uuid keys': [
    `${core('pgTable, text, timestamp, uuid')}
export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  fullName: text('full_name').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 6 }).notNull(),
});`,
  ],
  'uuid keys made in JavaScript': [
    `${core('pgTable, text, uuid')}
export const customers = pgTable('customers', {
  id: uuid().primaryKey().$defaultFn(() => 'x'), fullName: text('full_name').notNull(),
});`,
  ],
  'serial keys, keys in snake case, singular names': [
    `${core('pgTable, serial, text, bigint, timestamp')}
export const customer = pgTable('customer', {
  id: serial('id').primaryKey(), full_name: text('full_name'), big_number: bigint('big_number', { mode: 'number' }),
  created_at: timestamp('created_at', { withTimezone: true, mode: 'string' }),
});`,
  ],
  'bigserial keys, camel case in the database': [
    `${core('pgTable, bigserial, text')}
export const customers = pgTable('customers', {
  id: bigserial('id', { mode: 'number' }).primaryKey(), fullName: text('fullName'),
});`,
  ],
  'identity keys': [
    `${core('pgTable, integer, text')}
export const customers = pgTable('customers', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(), fullName: text('full_name'),
});`,
  ],
  'big identity keys that take values': [
    `${core('pgTable, bigint, text')}
export const customers = pgTable('customers', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedByDefaultAsIdentity(), fullName: text('full_name'),
});`,
  ],
  'text keys made in JavaScript, of another name': [
    `${core('pgTable, varchar, text')}
export const customers = pgTable('customers', {
  uid: varchar('uid', { length: 24 }).primaryKey().$defaultFn(() => 'x'), fullName: text('full_name'),
});`,
  ],
  'text keys that clients choose': [
    `${core('pgTable, text')}
export const customers = pgTable('customers', { id: text('id').primaryKey(), fullName: text('full_name') });`,
  ],
  'names made by casing': [
    `${core('pgTable, text, uuid')}
export const customers = pgTable('customers', { id: uuid().primaryKey().defaultRandom(), fullName: text() });`,
    'snake_case',
  ],
  'names made by casing, in camel case': [
    `${core('pgTable, text, uuid')}
export const customers = pgTable('customers', { id: uuid().primaryKey().defaultRandom(), full_name: text() });`,
    'camelCase',
  ],
  'a pgSchema': [
    `${core('pgSchema, text, uuid')}
export const sales = pgSchema('sales');
export const customers = sales.table('customers', { id: uuid('id').primaryKey().defaultRandom(), fullName: text('full_name') });`,
  ],
  'a prefix': [
    `${core('pgTableCreator, text, uuid')}
const createTable = pgTableCreator((name) => \`shop_\${name}\`);
export const customers = createTable('customers', { id: uuid('id').primaryKey().defaultRandom(), fullName: text('full_name') });
export const orders = createTable('orders', { id: uuid('id').primaryKey().defaultRandom() });`,
  ],
};

describe('a table that was written', () => {
  it.each(Object.entries(schemas))('is read as it was drafted: %s', async (_, [source, casing]) => {
    const { draft, schema } = await written(source, described(), casing);
    const read = schema.tables.find(({ exportName }) => exportName === draft.names.exportName);
    expect(read).toEqual(draft.table);
  });
});
