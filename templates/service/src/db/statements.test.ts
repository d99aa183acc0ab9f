import { getTableColumns, sql } from 'drizzle-orm';
import { integer, jsonb, pgSchema, serial, text, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { rowVersion } from './row-version';
import { insertStatement, linkStatement, updateStatement } from './statements';

let made = 0;

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('statements_test').table('things', {
  id: serial('id').primaryKey(),
  code: text('code')
    .notNull()
    .$defaultFn(() => `code ${(made += 1)}`),
  name: text('name').default('unnamed'),
  note: text('note'),
  extra: jsonb('extra'),
  at: timestamp('at', { withTimezone: true }),
  a: integer('a'),
  b: integer('b'),
  c: integer('c'),
  ownerId: integer('owner_id'),
  targetId: integer('target_id'),
  changes: integer('changes').$onUpdate(() => (made += 1)),
  written: timestamp('written', { withTimezone: true, precision: 6, mode: 'string' }).$onUpdate(
    () => sql`clock_timestamp()`,
  ),
  nothing: timestamp('nothing').$defaultFn(() => undefined as unknown as Date),
  fromZero: integer('from_zero')
    .default(0)
    .$onUpdate(() => (made += 1)),
  fromSeven: integer('from_seven')
    .default(7)
    .$onUpdate(() => (made += 1)),
});
const columns = { ...getTableColumns(things), version: rowVersion(things) };
const byId = sql`${things.id} = ${sql.placeholder('id')}`;

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema statements_test`);
  await asOwner(sql`
    create table statements_test.things (id serial primary key, code text not null,
      name text default 'unnamed', note text, extra jsonb, at timestamptz,
      a int, b int, c int, changes int, owner_id int, target_id int,
      written timestamptz, nothing timestamp, from_zero int default 0, from_seven int default 7,
      unique (owner_id, target_id))`);
});

afterAll(() => t.close());

/** Columns whose values a function makes, of which no two rows may share one. */
const MADE = ['code', 'changes', 'written', 'fromZero'] as const;

function expectNewValues(rows: Record<string, unknown>[]): void {
  for (const key of MADE) expect(new Set(rows.map((row) => row[key])).size, key).toBe(rows.length);
}

test('$defaultFn and $onUpdate make a value for each new row, not one for the statement', async () => {
  const insert = insertStatement(things, columns);
  const rows = [
    await insert(t, { name: 'a' }),
    await insert(t, { name: 'b' }),
    await insert(t, {}),
  ];
  expectNewValues(rows);
  // A default of the database comes first, but for one that JavaScript takes for nothing: as in drizzle.
  expect(rows.map(({ fromSeven }) => fromSeven)).toEqual([7, 7, 7]);
  expect(rows.map(({ nothing }) => nothing)).toEqual([null, null, null]);
  expect(await insert(t, { changes: -1, fromZero: null })).toMatchObject({
    changes: -1,
    fromZero: null,
  });
});

test('$onUpdate makes a value for each change, and what is sent is kept', async () => {
  const insert = insertStatement(things, columns);
  const update = updateStatement(things, byId, columns);
  const { id, code } = await insert(t, { name: 'a' });
  const rows = [];
  for (const name of ['b', 'c', 'd']) rows.push((await update(t, { id }, { name })) ?? {});
  for (const key of ['changes', 'written', 'fromZero', 'fromSeven'] as const) {
    expect(new Set(rows.map((row) => (row as Record<string, unknown>)[key])).size, key).toBe(3);
  }
  expect(rows.at(-1)).toMatchObject({ code });
  expect(await update(t, { id }, { changes: -1 })).toMatchObject({ changes: -1 });
});

test('a link is made once, with a key of its own, and another conflict is not taken for it', async () => {
  const link = linkStatement(things, [things.ownerId, things.targetId]);
  for (const targetId of [1, 2, 2]) await link(t, { ownerId: 1, targetId });
  const rows = await t.db
    .select(columns)
    .from(things)
    .where(sql`${things.ownerId} = 1`);
  expect(rows).toHaveLength(2);
  expectNewValues(rows);
  const taken = { id: rows[0]?.id, ownerId: 1, targetId: 3 };
  await expect(link(t, taken)).rejects.toHaveProperty('cause.code', '23505');
});

test('what is not sent has its default, null is null, and values are encoded as their column is', async () => {
  const insert = insertStatement(things, columns);
  const at = new Date('2026-01-02T03:04:05.678Z');
  const extra = { a: [1, 'two'] };
  expect(await insert(t, {})).toMatchObject({ name: 'unnamed', note: null, extra: null, at: null });
  expect(await insert(t, { name: null, at, extra })).toMatchObject({ name: null, at, extra });
  expect(await insert(t, { name: 'x', at: null })).toMatchObject({ name: 'x', at: null });
  expect(await insert(t, { name: undefined, code: 'mine' })).toMatchObject({
    name: 'unnamed',
    code: 'mine',
  });
});

test('a value may be an SQL expression', async () => {
  const insert = insertStatement(things, columns);
  const update = updateStatement(things, byId, columns);
  const row = await insert(t, { name: sql`upper('a')` as unknown as string });
  expect(row.name).toBe('A');
  expect(await update(t, { id: row.id }, { name: sql`lower(name)` })).toMatchObject({ name: 'a' });
});

test('more shapes than are kept prepared still run', async () => {
  const insert = insertStatement(things, columns);
  const value = { name: 'n', note: 't', extra: {}, at: new Date(0), a: 1, b: 2, c: 3 };
  const names = Object.keys(value) as (keyof typeof value)[];
  for (let shape = 0; shape < 2 ** names.length; shape += 1) {
    const sent = names.filter((_, i) => shape & (1 << i));
    const values = Object.fromEntries(sent.map((name) => [name, value[name]]));
    const { id } = await insert(t, values);
    const [row] = await t.db
      .select()
      .from(things)
      .where(sql`${things.id} = ${id}`);
    expect(row).toMatchObject(values);
  }
  const { rows } = await t.db.execute(
    sql`select count(*)::int as prepared from pg_prepared_statements`,
  );
  expect(rows[0]?.['prepared']).toBeLessThan(80);
});

test('a column of any name is no other value of the statement', async () => {
  const odd = pgSchema('statements_test').table('odd', {
    set_note: integer('set_note').notNull(),
    versions: integer('versions').notNull(),
    note: text('note'),
  });
  await asOwner(sql`
    create table statements_test.odd (set_note int, versions int, note text, primary key (set_note, versions))`);
  const fields = { note: odd.note, version: rowVersion(odd) };
  const insert = insertStatement(odd, fields);
  const { version } = await insert(t, { set_note: 1, versions: 1, note: 'a' });
  await insert(t, { set_note: 1, versions: 2, note: 'b' });
  const key = sql`${odd.set_note} = ${sql.placeholder('set_note')} and ${odd.versions} = ${sql.placeholder('versions')}`;
  const update = updateStatement(odd, key, fields);
  const changed = await update(t, { set_note: 1, versions: 1 }, { note: 'c' }, [version]);
  expect(changed?.note).toBe('c');
  const rows = await t.db.select({ note: odd.note }).from(odd).orderBy(odd.versions);
  expect(rows.map(({ note }) => note)).toEqual(['c', 'b']);
});

test('a column that is called like what every object has is not taken for sent', async () => {
  const odd = pgSchema('statements_test').table('inherited', {
    id: serial('id').primaryKey(),
    constructor: text('constructor').default('none'),
    toString: text('to_string'),
  });
  await asOwner(sql`
    create table statements_test.inherited
      (id serial primary key, constructor text default 'none', to_string text)`);
  const fields = { id: odd.id, constructor: odd.constructor, toString: odd.toString };
  const insert = insertStatement(odd, fields);
  expect(await insert(t, Object.create(null))).toEqual({
    id: 1,
    constructor: 'none',
    toString: null,
  });
  const named = Object.assign(Object.create(null), { constructor: 'me' });
  expect(await insert(t, named)).toMatchObject({ id: 2, constructor: 'me' });
  const update = updateStatement(odd, sql`${odd.id} = ${sql.placeholder('id')}`, fields);
  const changed = await update(t, { id: 2 }, { toString: 'x' });
  expect(changed).toEqual({ id: 2, constructor: 'me', toString: 'x' });
});

test('of many writers with one version, one writes', async () => {
  const row = await insertStatement(things, columns)(t, { name: 'a' });
  const update = updateStatement(things, byId, columns);
  const written = await Promise.all(
    ['b', 'c', 'd', 'e'].map((name) => update(t, { id: row.id }, { name }, [row.version])),
  );
  const [winner, ...others] = written.filter((result) => result !== undefined);
  expect(others).toEqual([]);
  expect(winner?.version).not.toBe(row.version);
});
