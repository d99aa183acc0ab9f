import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { describe, expect, test } from 'vitest';
import { encodeCursor } from './cursor';
import { MAX_KEY_LENGTH } from './fields';
import { filteredList } from './filters';
import { includeQuery, listQuery } from './list';

const things = pgTable('list_test', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  note: text('note'),
  size: integer('size').notNull(),
  done: boolean('done').notNull(),
  limit: integer('limit').notNull(),
  at: timestamp('at').notNull(),
});
const odd = pgTable('list_test_odd', { id: uuid('id').primaryKey(), 'c[d]': text('c') });
const brackets = listQuery(odd, {
  key: ['id'],
  filter: ['c[d]'],
  sort: ['id'],
  defaultSort: 'id',
});
const query = listQuery(things, {
  key: ['id'],
  filter: ['id', 'name', 'note', 'size', 'done', 'limit', 'at'],
  contains: ['name'],
  sort: ['name', 'at', 'done,-at'],
  defaultSort: '-at',
  include: { parts: {} },
});

test('what is not said has a default', () => {
  const { order, ...rest } = query.parse({});
  expect(rest).toEqual({
    limit: 20,
    sort: '-at',
    keyed: true,
    cursor: undefined,
    filters: [],
    include: [],
    total: false,
    slow: false,
  });
  expect(order.map((key) => [key.key, key.direction])).toEqual([
    ['at', 'desc'],
    ['id', 'desc'],
  ]);
});

describe('refuses', () => {
  test.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '1e2' }, 'limit'],
    [{ sort: 'size' }, 'sort'],
    // Each by itself has an index; together they have none.
    [{ sort: 'name,at' }, 'sort'],
    [{ sort: 'done,at' }, 'sort'],
    [{ sort: '' }, 'sort'],
    [{ include: 'secrets' }, 'include'],
    [{ total: 'yes' }, 'total'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: encodeCursor('name', ['a', 'b']) }, 'cursor'],
    [{ cursor: encodeCursor('-at', ['a']) }, 'cursor'],
    [{ cursor: encodeCursor('-at', ['a', 'b'.repeat(8000)]) }, 'cursor'],
    [{ cursor: encodeCursor('-at', [{}, 1] as never) }, 'cursor'],
    [{ id: 'not-a-uuid' }, 'id'],
    [{ size: '2147483648' }, 'size'],
    [{ size: '' }, 'size'],
    [{ 'size[in]': '1,x' }, 'size[in]'],
    [{ 'size[in]': Array.from({ length: 101 }, (_, i) => i).join() }, 'size[in]'],
    [{ done: '1' }, 'done'],
    [{ at: 'yesterday' }, 'at'],
    [{ 'note[isnull]': '1' }, 'note[isnull]'],
    [{ name: ['a', 'b'] }, 'name'],
    [{ name: 'x'.repeat(1001) }, 'name'],
    [{ 'name[contains]': 'x'.repeat(201) }, 'name[contains]'],
    [{ 'name[contains]': '' }, 'name[contains]'],
  ])('%j', (request, parameter) => {
    const result = query.safeParse(request);
    expect(result.error?.issues[0]?.path[0]).toBe(parameter);
  });

  test.each(['unknown', 'name[gt]', 'done[lt]', 'name[isnull]', 'note[contains]', '__proto__'])(
    'the parameter %s',
    (parameter) => {
      const request = JSON.parse(`{${JSON.stringify(parameter)}: "true"}`);
      const result = query.safeParse(request);
      expect(result.error?.issues[0]).toMatchObject({
        code: 'unrecognized_keys',
        keys: [parameter],
      });
    },
  );
});

test.each(['-1', '1.5', 'x', ''])(
  'without a key, a cursor that passes over "%s" rows is refused',
  (count) => {
    const counted = listQuery(things, { key: [], filter: [], sort: ['name'], defaultSort: 'name' });
    expect(counted.parse({ cursor: encodeCursor('name', ['20']) }).cursor).toEqual(['20']);
    const result = counted.safeParse({ cursor: encodeCursor('name', [count]) });
    expect(result.error?.issues[0]?.path[0]).toBe('cursor');
  },
);

test('a page after a key as long as any in a body, in whichever script, can be asked for', () => {
  const values = ['2026-01-02 03:04:05', '漢'.repeat(MAX_KEY_LENGTH)];
  expect(query.parse({ cursor: encodeCursor('-at', values) }).cursor).toEqual(values);
});

test.each([
  ['done,-at', ['done asc', 'at desc', 'id desc']],
  ['-done,at', ['done desc', 'at asc', 'id asc']],
])('the order %s is read from either end, and ends in the key', (sort, keys) => {
  const { order } = query.parse({ sort });
  expect(order.map((key) => `${key.key} ${key.direction}`)).toEqual(keys);
});

test('only text can be searched', () => {
  const options = { key: ['id'], filter: [], sort: ['id'], defaultSort: 'id' } as const;
  expect(() => listQuery(things, { ...options, contains: ['size'] })).toThrow('size');
});

test('a column may have brackets in its name', () => {
  const request = brackets.parse({ 'c[d]': 'a', 'c[d][ne]': 'b' });
  expect(request.filters).toMatchObject([
    { operator: 'eq', value: 'a', column: odd['c[d]'] },
    { operator: 'ne', value: 'b', column: odd['c[d]'] },
  ]);
});

test('a column whose name a list takes for itself is filtered with its operator', () => {
  const request = query.parse({ limit: '5', 'limit[eq]': '7' });
  expect(request.limit).toBe(5);
  expect(request.filters).toMatchObject([{ name: 'limit[eq]', operator: 'eq', value: 7 }]);
});

test('a single row takes nothing but names to include', () => {
  expect(includeQuery({ parts: {} }).safeParse({ other: '1' }).success).toBe(false);
  expect(includeQuery({}).safeParse({ include: 'parts' }).success).toBe(false);
});

test('a name is included once', () => {
  const one = includeQuery({ parts: {} });
  expect(one.parse({ include: 'parts,parts' })).toEqual({ include: ['parts'] });
  expect(one.parse({})).toEqual({ include: [] });
});

test('a list is named only where it is filtered so, by the names that its parameters have', () => {
  const listing = { filter: ['ownerId', 'limit', 'grand total'] };
  expect(filteredList('/v1/things', listing, ['ownerId'])).toBe('/v1/things?ownerId={}');
  expect(filteredList('/v1/things', listing, ['limit', 'grand total'])).toBe(
    '/v1/things?limit%5Beq%5D={}&grand%20total={}',
  );
  expect(filteredList('/v1/things', listing, ['ownerId', 'other'])).toBeUndefined();
});
