import {
  check,
  foreignKey,
  index,
  integer,
  pgSchema,
  pgTable,
  primaryKey,
} from 'drizzle-orm/pg-core';
import { text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { and, gt, lt, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { constraintFields, fieldOf, indexConstraints } from './constraints';

const owners = pgTable(
  'owners',
  { first: integer('first_no'), second: integer('second_no'), email: text('e_mail').unique() },
  (table) => [primaryKey({ columns: [table.first, table.second] })],
);

const things = pgTable(
  'things',
  {
    id: integer('id').primaryKey(),
    ownerFirst: integer('owner_first'),
    ownerSecond: integer('owner_second'),
    parentId: integer('parent_id'),
    slug: text('slug'),
    name: text('name'),
  },
  (table) => [
    foreignKey({ columns: [table.parentId], foreignColumns: [table.id] }),
    foreignKey({
      name: 'things_owner',
      columns: [table.ownerFirst, table.ownerSecond],
      foreignColumns: [owners.first, owners.second],
    }),
    unique('one_slug').on(table.slug, table.ownerFirst),
    uniqueIndex('one_name').on(table.name),
    uniqueIndex('one_lower_name').on(sql`lower(${table.name})`, table.slug),
    uniqueIndex('one_row').on(sql`(true)`),
    uniqueIndex().on(table.ownerFirst, table.name),
    index('not_unique').on(table.slug),
  ],
);

const inside = pgSchema('inside').table('things', { code: text('code_x').unique('one_code') });
const found = indexConstraints({ owners, things, inside, things2: things, other: 5, none: null });
const fields = (constraint: string, table = 'things', schema = 'public') =>
  constraintFields({ constraint, table, schema }, found);

test.each([
  ['owners_first_no_second_no_pk', 'owners', ['first', 'second']],
  ['owners_e_mail_unique', 'owners', ['email']],
  ['things_pkey', 'things', ['id']],
  ['things_parent_id_things_id_fk', 'things', ['parentId']],
  ['things_owner', 'things', ['ownerFirst', 'ownerSecond']],
  ['one_slug', 'things', ['slug', 'ownerFirst']],
  ['one_name', 'things', ['name']],
  ['one_lower_name', 'things', ['name', 'slug']],
  ['things_owner_first_name_index', 'things', ['ownerFirst', 'name']],
])('%s of %s is about %j', (constraint, table, expected) => {
  expect(fields(constraint, table)).toEqual(expected);
});

test('a table of a schema of its own is told apart', () => {
  expect(fields('one_code', 'things', 'inside')).toEqual(['code']);
  expect(fields('one_code')).toBeUndefined();
});

test('a constraint that is about no column names none', () => {
  expect(fields('one_row')).toBeUndefined();
});

test('a constraint that the schema does not name has no fields', () => {
  expect(fields('made_by_hand')).toBeUndefined();
  expect(fields('not_unique')).toBeUndefined();
  expect(fields('x', 'nowhere')).toBeUndefined();
});

test('names are known as Postgres cuts them', () => {
  const cut = 'x'.repeat(63);
  const long = pgTable(`${cut}_table`, {
    code: text('code').primaryKey(),
    value: text(`${cut}_column`).unique('one_value'),
  });
  const cuts = indexConstraints({ long });
  const constraint = `${'x'.repeat(58)}_pkey`;
  expect(constraintFields({ table: cut, constraint }, cuts)).toEqual(['code']);
  expect(constraintFields({ table: cut, constraint: 'one_value' }, cuts)).toEqual(['value']);
  expect(fieldOf({ table: cut, column: cut }, cuts)).toBe('value');
});

const checked = pgTable(
  'checked',
  { price: integer('price_cents'), stock: integer(), Body: text('Body'), length: text() },
  (table) => [
    check('put_in', sql`${table.price} > 0 and ${table.price} < 1000`),
    check('by_operators', and(gt(table.stock, 0), lt(table.stock, sql`1000`)) ?? sql`true`),
    check('by_name', sql`(PRICE_cents > (0)::integer)`),
    check('in_quotes', sql.raw(`"Body" <> 'no stock'`)),
    check('of_two', sql`${table.price} > stock`),
    check('of_a_function', sql.raw('length("Body") < 10')),
    check('of_none', sql`true`),
  ],
);

test.each([
  ['put_in', ['price']],
  ['by_operators', ['stock']],
  ['by_name', ['price']],
  ['in_quotes', ['Body']],
  ['of_two', undefined],
  // There is a column of that name.
  ['of_a_function', undefined],
  ['of_none', undefined],
])('the check %s is about %j', (constraint, expected) => {
  const own = indexConstraints({ checked });
  expect(constraintFields({ table: 'checked', constraint }, own)).toEqual(expected);
});

test('a column is known by its key', () => {
  expect(fieldOf({ table: 'owners', column: 'e_mail' }, found)).toBe('email');
});
