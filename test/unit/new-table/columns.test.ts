import { expect, it } from 'vitest';
import { draftTable } from '../../../src/new-table/draft.ts';
import { parseColumn, parseReference } from '../../../src/new-table/grammar.ts';
import type { Column, Schema } from '../../../src/schema/table.ts';
import { column, tableOf } from '../../support/table.ts';

const uuid = { kind: 'uuid', jsType: 'string', sqlType: 'uuid' } as const;
const text = { kind: 'text', jsType: 'string', sqlType: 'text' } as const;
const big = { kind: 'bigint', sqlType: 'bigint' } as const;
const fullName = column({ key: 'fullName', name: 'full_name', ...text });

interface House {
  id: Partial<Column>;
  others?: Column[];
  casing?: Schema['casing'];
}

/** The columns of a new table as they are written beside `customers`, whose key is given. */
function written({ id, others = [fullName], casing = null }: House): Record<string, string> {
  const key = column({ key: 'id', notNull: true, ...id });
  const customers = tableOf([key, ...others], {
    id: 'public.customers',
    name: 'customers',
    exportName: 'customers',
    primaryKey: [key.key],
  });
  const wanted = {
    name: 'notes',
    columns: ['views:bigint', 'seenAt:timestamp?:default(now)'].map(parseColumn),
    references: ['customer:customers:cascade', 'parent:notes?'].map(parseReference),
    timestamps: false,
    softDelete: false,
  };
  const { columns } = draftTable(wanted, { tables: [customers], casing });
  return Object.fromEntries(columns.map((one) => [one.key, one.code.text]));
}

const cascade = "{ onDelete: 'cascade' }";

it.each<[string, House, Record<string, string>]>([
  [
    'random keys of the database',
    { id: { ...uuid, default: 'sql' } },
    {
      id: "uuid('id').primaryKey().defaultRandom()",
      customerId: `uuid('customer_id').notNull().references(() => customers.id, ${cascade})`,
      parentId: "uuid('parent_id').references((): AnyPgColumn => notes.id)",
      views: "bigint('views', { mode: 'bigint' }).notNull()",
      seenAt: "timestamp('seen_at', { withTimezone: true, precision: 3 }).defaultNow()",
    },
  ],
  [
    'random keys of the service, of another name',
    { id: { key: 'uid', ...uuid, default: 'runtime' } },
    {
      uid: "uuid('uid').primaryKey().$defaultFn(() => crypto.randomUUID())",
      parentUid: "uuid('parent_uid').references((): AnyPgColumn => notes.uid)",
    },
  ],
  [
    'counters',
    { id: { sqlType: 'serial', default: 'sql' } },
    {
      id: "serial('id').primaryKey()",
      customerId: `integer('customer_id').notNull().references(() => customers.id, ${cascade})`,
    },
  ],
  [
    'large counters, numbers in JavaScript',
    { id: { kind: 'bigint', sqlType: 'bigserial', jsType: 'number', default: 'sql' } },
    {
      id: "bigserial('id', { mode: 'number' }).primaryKey()",
      customerId: `bigint('customer_id', { mode: 'number' }).notNull().references(() => customers.id, ${cascade})`,
      views: "bigint('views', { mode: 'number' }).notNull()",
    },
  ],
  [
    'identities that refuse values',
    { id: { default: 'identity', generatedAlways: true } },
    { id: "integer('id').primaryKey().generatedAlwaysAsIdentity()" },
  ],
  [
    'identities that take values',
    { id: { ...big, jsType: 'bigint', default: 'identity' } },
    {
      id: "bigint('id', { mode: 'bigint' }).primaryKey().generatedByDefaultAsIdentity()",
      parentId: "bigint('parent_id', { mode: 'bigint' }).references((): AnyPgColumn => notes.id)",
    },
  ],
  [
    'texts of a length that the service makes',
    { id: { ...text, sqlType: 'varchar(24)', length: 24, default: 'runtime' } },
    {
      id: "text('id').primaryKey().$defaultFn(() => crypto.randomUUID())",
      customerId: `varchar('customer_id', { length: 24 }).notNull().references(() => customers.id, ${cascade})`,
      parentId: "text('parent_id').references((): AnyPgColumn => notes.id)",
    },
  ],
  ['texts that clients choose', { id: text }, { id: "text('id').primaryKey()" }],
  [
    'names made of the keys',
    { id: { ...uuid, default: 'sql' }, casing: 'snake_case' },
    {
      id: 'uuid().primaryKey().defaultRandom()',
      views: "bigint({ mode: 'bigint' }).notNull()",
    },
  ],
  [
    'keys in snake case, and times that are texts',
    {
      id: { ...uuid, default: 'sql' },
      others: [
        column({
          key: 'made_at',
          kind: 'timestamp',
          jsType: 'string',
          withTimezone: true,
          precision: null,
        }),
      ],
    },
    {
      customer_id: `uuid('customer_id').notNull().references(() => customers.id, ${cascade})`,
      seen_at: "timestamp('seen_at', { withTimezone: true, mode: 'string' }).defaultNow()",
    },
  ],
])('columns look like those of a schema with %s', (_, house, expected) => {
  expect(written(house)).toMatchObject(expected);
});

it('a default that is SQL says what it imports, and one that only looks like it does not', () => {
  const columns = ['views:bigint:default(3)', 'note:text:default(sql`x`)'].map(parseColumn);
  const draft = draftTable(
    { name: 'notes', columns, references: [], timestamps: false, softDelete: false },
    { tables: [], casing: null },
  );
  expect(draft.columns.map(({ code }) => code.imports)).toEqual([
    ['uuid'],
    ['bigint', 'sql'],
    ['text'],
  ]);
});
