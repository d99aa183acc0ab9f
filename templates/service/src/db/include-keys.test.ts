import { sql } from 'drizzle-orm';
import { customType, numeric, pgSchema, timestamp } from 'drizzle-orm/pg-core';
import { createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { openToAll } from '../../test/open';
import { sentTimestamp } from '../http/fields';
import { loadIncludes, many, one, wholeList } from '../http/includes';
import { pickColumns } from './columns';

// Keys that are no plain numbers or texts, on tables of its own.
const schema = pgSchema('include_keys_test');
const moments = schema.table('moments', {
  at: timestamp('at', { withTimezone: true }).primaryKey(),
  before: timestamp('before', { withTimezone: true }),
});
const collated = customType<{ data: string }>({ dataType: () => 'text COLLATE "pg_catalog"."C"' });
const shops = schema.table('shops', {
  id: collated('id').primaryKey(),
  parent: collated('parent'),
  total: numeric('total', { precision: 5, scale: 2 }),
});
const kind = schema.enum('Kind', ['main', 'side']);
const branches = schema.table('branches', { kind: kind('kind').primaryKey(), of: kind('of') });
const momentResponse = createSelectSchema(moments, {
  at: () => sentTimestamp,
  before: () => sentTimestamp,
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema include_keys_test`);
});

afterAll(() => t.close());

test('rows are found by a key whose type says more than a name', async () => {
  await asOwner(sql`
    create table include_keys_test.shops
      (id text collate "C" primary key, parent text collate "C", total numeric(5, 2))`);
  await t.db.execute(sql`insert into include_keys_test.shops values ('a', null, 1), ('b', 'a', 2)`);
  const rows: Record<string, unknown>[] = await t.db.select().from(shops).orderBy(shops.id);
  const parent = one({
    ...openToAll,
    from: ['parent'],
    to: [shops.id],
    target: shops,
    response: createSelectSchema(shops).pick({ total: true }),
  });
  const same = one({ ...parent, from: ['total'], to: [shops.total] });
  await loadIncludes(t, { parent, same }, ['parent', 'same'], rows);
  expect(rows.map((row) => [row['parent'], row['same']])).toEqual([
    [null, { total: '1.00' }],
    [{ total: '1.00' }, { total: '2.00' }],
  ]);
});

test('rows are found by a value of an enum, wherever that is and however it is called', async () => {
  await asOwner(sql`
    create type include_keys_test."Kind" as enum ('main', 'side');
    create table include_keys_test.branches
      (kind include_keys_test."Kind" primary key, of include_keys_test."Kind")`);
  await t.db.insert(branches).values([{ kind: 'main' }, { kind: 'side', of: 'main' }]);
  const rows: Record<string, unknown>[] = await t.db.select().from(branches).orderBy(branches.kind);
  const parent = one({
    ...openToAll,
    from: ['of'],
    to: [branches.kind],
    target: branches,
    response: createSelectSchema(branches).pick({ kind: true }),
  });
  await loadIncludes(t, { parent }, ['parent'], rows);
  expect(rows.map((row) => row['parent'])).toEqual([null, { kind: 'main' }]);
});

test('rows are found by times as they are sent, and told apart by their microseconds', async () => {
  await asOwner(sql`
    create table include_keys_test.moments (at timestamptz primary key, before timestamptz)`);
  await t.db.execute(sql`
    insert into include_keys_test.moments values
      ('2026-01-02 03:04:05.000001Z', null), ('2026-01-02 03:04:05.000002Z', '2026-01-02 03:04:05.000001Z'),
      ('infinity', '2026-01-02 03:04:05.000002Z')`);
  const include = { ...openToAll, target: moments, response: momentResponse };
  const includesOfMoments = {
    last: one({ ...include, from: ['before'], to: [moments.at] }),
    next: many({ ...include, from: ['at'], to: [moments.before], list: '/v1/moments?before={}' }),
  };
  const rows: Record<string, unknown>[] = await t.db
    .select(pickColumns(moments, momentResponse, includesOfMoments))
    .from(moments)
    .orderBy(moments.at);
  await loadIncludes(t, includesOfMoments, ['last', 'next'], rows);
  const [first, second, third] = rows.map(({ at, before }) => ({ at, before }));
  expect(rows.map(({ last, next }) => ({ last, next }))).toEqual([
    { last: null, next: [second] },
    { last: first, next: [third] },
    { last: second, next: [] },
  ]);
  expect(wholeList(includesOfMoments.next, rows[0] ?? {})).toBe(
    '/v1/moments?before=2026-01-02T03%3A04%3A05.000001Z',
  );
});
