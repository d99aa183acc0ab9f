import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Migrations, startMigrations } from '../../test/fixtures/migrations';
import { lackingMigrations } from './migrate';
import { concurrentIndex } from './migration-files';

let t: Migrations;

beforeAll(async () => {
  t = await startMigrations();
});

afterAll(() => t.close());

test('the mark between two statements is none inside a string, a name or a comment', async () => {
  const mark = '--> statement-breakpoint';
  t.write([
    `-- before a ${mark} there is a statement
create table marks ("a ${mark}" text default 'it''s ${mark}', b text default e'\\' ${mark}', c text default $x$'${mark}$x$ /* ' ${mark} */);`,
    'insert into marks default values;',
  ]);
  await t.migrate();
  expect(await t.select(`select array["a ${mark}", b, c] from marks`)).toEqual([
    [`it's ${mark}`, `' ${mark}`, `'${mark}`],
  ]);
});

test('what Postgres refuses in a transaction runs outside of one', async () => {
  t.write([
    "create type state as enum ('a');",
    'create table parts (id int, state state);',
    '-- Not in the way of writers.\n CREATE  UNIQUE INDEX\n CONCURRENTLY "parts_id" ON "parts" USING btree ("id");',
    "alter type state add value 'b';",
    "alter table parts alter state set default 'b';",
    'drop index concurrently parts_id;',
    'vacuum parts;',
    'reindex (verbose) table concurrently parts;',
  ]);
  await t.migrate();
  expect(await t.isApplied()).toEqual([1]);
  expect(
    await t.select(
      "select column_default from information_schema.columns where table_name = 'parts' and column_name = 'state'",
    ),
  ).toEqual(["'b'::state"]);
});

test('the value of an enum that no statement uses is added with the rest, or not at all', async () => {
  await t.client.query("create type level as enum ('low')");
  t.write([
    "alter type level add value 'middle';",
    "alter type level add value 'high' after 'middle';",
    'create table pg_class (id int references nowhere);',
  ]);
  await expect(t.migrate()).rejects.toThrow('Statement 3');
  expect(await t.select('select unnest(enum_range(null::level))::text')).toEqual(['low']);
});

test.each([
  ['create index concurrently Rooms_Id on rooms (id)', 'rooms_id'],
  ['create unique index concurrently if not exists "Rooms ""A""" on rooms (id)', 'Rooms "A"'],
  [`create index concurrently "${'x'.repeat(70)}" on rooms (id)`, 'x'.repeat(63)],
])('the index is known as Postgres calls it: %s', (statement, name) => {
  expect(concurrentIndex(statement)).toEqual({ name, table: 'rooms' });
});

test('a migration that was interrupted goes on where it was', async () => {
  const statements = [
    'create table rooms (id int);',
    'create index concurrently rooms_id on rooms (id);',
    'create table guests (id int references rooms);',
  ];
  t.write(statements);
  await expect(t.migrate()).rejects.toThrow('Statement 3');
  expect(await lackingMigrations(t.url, t.folder)).toEqual(['0000_made.sql']);
  t.rewrite([...statements.slice(0, 2), 'create table guests (id int);']);
  expect(await t.migrate()).toEqual([
    '0000_made.sql was interrupted: it goes on after 2 of its statements.',
  ]);
  expect(await t.isApplied()).toEqual([1]);
  expect(await t.tableOf('guests')).toEqual(['guests']);
  expect(await t.select('select count(*)::int from drizzle.interrupted_migrations')).toEqual([0]);
});

test('what an interrupted run had done already is passed over, and what another one did is not', async () => {
  const statements = [
    'create table halls (id int);',
    'create index concurrently halls_id on halls (id);',
  ];
  t.write(statements);
  for (const statement of statements) await t.client.query(statement);
  await t.client.query('insert into drizzle.interrupted_migrations values ($1, 1)', [t.when()]);
  await t.migrate();
  expect(await t.isApplied()).toEqual([1]);
  t.write(statements.slice(1));
  await expect(t.migrate()).rejects.toThrow('relation "halls_id" already exists');
});

test('an invalid index, which a failed run leaves behind, is said and made anew', async () => {
  await t.client.query('create table twins (id int); insert into twins values (1), (1);');
  await t.client.query('create schema other; create table other.twins as table twins;');
  const another = t.client.query('create unique index concurrently twins_id on other.twins (id)');
  await expect(another).rejects.toThrow('could not create');
  t.write(['create unique index concurrently "twins_id" on "twins" ("id");']);
  await expect(t.migrate()).rejects.toThrow('Key (id)=(1) is duplicated');
  const done = await t.select(
    `select done from drizzle.interrupted_migrations where created_at = ${t.when()}`,
  );
  expect(done).toEqual([0]);
  await t.client.query('delete from twins');
  expect(await t.migrate()).toContainEqual(expect.stringContaining('twins_id is invalid'));
  expect(
    await t.select("select indisvalid from pg_index where indexrelid = 'twins_id'::regclass"),
  ).toEqual([true]);
  expect(await t.select("select to_regclass('other.twins_id')::text")).toEqual(['other.twins_id']);
});

test('statements that are sent as one are a transaction, and the way out is said', async () => {
  t.write(['create table pairs (id int); create index concurrently pairs_id on pairs (id);']);
  await expect(t.migrate()).rejects.toThrow('--> statement-breakpoint');
  expect(await t.tableOf('pairs')).toEqual([null]);
});
