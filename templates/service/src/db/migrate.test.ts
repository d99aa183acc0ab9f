import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ownerDatabaseUrl } from '../../test/database';
import { silentProxy } from '../../test/silent-proxy';
import { lackingMigrations, migrateDatabase } from './migrate';
import { concurrentIndex } from './migration-files';

let folder: string;
let url: string;
let client: Client;
/** Later than the service's own migrations, and one later each time. */
let when = 9e12;

beforeAll(async () => {
  url = await ownerDatabaseUrl();
  const setup = new Client({ connectionString: url });
  await setup.connect();
  // The service's own tables may be called like those that are made here.
  await setup.query('create schema migrate_test');
  const { rows } = await setup.query('select quote_ident(current_database()) as name');
  await setup.query(`alter database ${rows[0]?.name} set search_path = migrate_test`);
  await setup.end();
  client = new Client({ connectionString: url });
  await client.connect();
});

afterAll(() => client.end());

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  mkdirSync(path.join(folder, 'meta'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Writes migrations as drizzle-kit does. */
function write(...migrations: string[][]): void {
  const entries = migrations.map((statements, idx) => {
    const tag = `000${idx}_made`;
    writeFileSync(path.join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
    when += 1;
    return { idx, version: '7', when, tag, breakpoints: true };
  });
  const journal = { version: '7', dialect: 'postgresql', entries };
  writeFileSync(path.join(folder, 'meta', '_journal.json'), JSON.stringify(journal));
}

async function migrate(): Promise<string[]> {
  const notices: string[] = [];
  const patience = { timeout: 200, attempts: 5, pause: 200 };
  await migrateDatabase(url, folder, { onNotice: (sentence) => notices.push(sentence), patience });
  return notices;
}

/** The first column of each row. */
async function select(sql: string): Promise<unknown[]> {
  const { rows } = await client.query({ text: sql, rowMode: 'array' });
  return rows.map(([first]: unknown[]) => first);
}

const isApplied = () =>
  select(`select count(*)::int from drizzle.__drizzle_migrations where created_at = ${when}`);
const tableOf = (name: string) => select(`select to_regclass('${name}')::text`);

test('instances that start together apply each migration once', async () => {
  // Slow, so that runs which do not take turns meet in it.
  write(['select pg_sleep(0.2);', 'create table once (id int);']);
  await Promise.all([1, 2, 3].map(migrate));
  expect(await isApplied()).toEqual([1]);
});

test('instances that wait for their turn do not hold a concurrent index up', async () => {
  write(['create table turns (id int);', 'create index concurrently turns_id on turns (id);']);
  await Promise.all([1, 2, 3].map(migrate));
  expect(await isApplied()).toEqual([1]);
});

test('the mark between two statements is none inside a string, a name or a comment', async () => {
  const mark = '--> statement-breakpoint';
  write([
    `-- before a ${mark} there is a statement
create table marks ("a ${mark}" text default 'it''s ${mark}', b text default e'\\' ${mark}', c text default $x$'${mark}$x$ /* ' ${mark} */);`,
    'insert into marks default values;',
  ]);
  await migrate();
  expect(await select(`select array["a ${mark}", b, c] from marks`)).toEqual([
    [`it's ${mark}`, `' ${mark}`, `'${mark}`],
  ]);
});

test('a migration that is refused leaves nothing, and it is said which statement and why', async () => {
  write(
    ['create table kept (id int);'],
    ['create table lost (id int);', 'create table  kept (x int)'],
  );
  await expect(migrate()).rejects.toThrow(
    'Statement 2 of drizzle/0001_made.sql was refused: relation "kept" already exists\n  create table  kept (x int)',
  );
  expect([...(await tableOf('kept')), ...(await tableOf('lost'))]).toEqual(['kept', null]);
  expect(await lackingMigrations(url, folder)).toEqual(['0001_made.sql']);
});

test('what was applied before a migration that is refused stays, and is said', async () => {
  write(['create table first (id int);'], ['create table second (id int);'], ['select nonsense;']);
  await expect(migrate()).rejects.toThrow(
    /^Statement 1 of drizzle\/0002_made\.sql was refused: [^]*Applied before it in this run: 0000_made\.sql, 0001_made\.sql\.$/,
  );
  await expect(migrate()).rejects.toThrow('Applied before it in this run: nothing.');
});

test('a migration of a branch that comes after newer ones is applied, and said', async () => {
  write(['create table mine (id int);'], ['create table theirs (id int);']);
  const file = path.join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  const [mine, theirs] = journal.entries;
  writeFileSync(file, JSON.stringify({ ...journal, entries: [theirs] }));
  await migrate();
  // As git merges it: in the folder's order, or behind.
  writeFileSync(file, JSON.stringify({ ...journal, entries: [mine, theirs] }));
  expect(await lackingMigrations(url, folder)).toEqual(['0000_made.sql']);
  expect(await migrate()).toEqual([
    '0000_made.sql is older than others that the database has already. It is applied after them.',
  ]);
  expect([...(await tableOf('mine')), ...(await tableOf('theirs'))]).toEqual(['mine', 'theirs']);
  expect(await migrate()).toEqual([]);
});

test('a migration that needs a lock lets others through, says so, and comes back', async () => {
  await client.query('create table busy (id int)');
  const reader = new Client({ connectionString: url });
  await reader.connect();
  await reader.query('begin; select from busy');
  write(['alter table busy add column name text;']);
  const migrated = migrate();
  const waiting =
    "select count(*)::int from pg_stat_activity where wait_event_type = 'Lock' and query like 'alter table busy%'";
  await expect.poll(() => select(waiting), { interval: 10 }).toEqual([1]);
  // Behind the one that waits: for as long as that does, and no longer.
  expect(await select('select count(*)::int from busy')).toEqual([0]);
  await reader.query('commit');
  await reader.end();
  expect(await migrated).toContainEqual(
    '0000_made.sql needs a lock that others hold: it lets them through and tries again (2 of 5).',
  );
  expect(await isApplied()).toEqual([1]);
});

test('a lock that is never given is an error with the statement, and nothing was done', async () => {
  await client.query('create table held (id int)');
  const reader = new Client({ connectionString: url });
  await reader.connect();
  await reader.query('begin; select from held');
  write(['create table with_held (id int);', 'alter table held add column name text;']);
  await expect(migrate()).rejects.toThrow(
    'Statement 2 of drizzle/0000_made.sql was refused: canceling statement due to lock timeout',
  );
  await reader.end();
  expect(await tableOf('with_held')).toEqual([null]);
});

test('what Postgres refuses in a transaction runs outside of one', async () => {
  write([
    "create type state as enum ('a');",
    'create table parts (id int, state state);',
    '-- Not in the way of writers.\n CREATE  UNIQUE INDEX\n CONCURRENTLY "parts_id" ON "parts" USING btree ("id");',
    "alter type state add value 'b';",
    "alter table parts alter state set default 'b';",
    'drop index concurrently parts_id;',
    'vacuum parts;',
    'reindex (verbose) table concurrently parts;',
  ]);
  await migrate();
  expect(await isApplied()).toEqual([1]);
  expect(
    await select(
      "select column_default from information_schema.columns where table_name = 'parts' and column_name = 'state'",
    ),
  ).toEqual(["'b'::state"]);
});

test('the value of an enum that no statement uses is added with the rest, or not at all', async () => {
  await client.query("create type level as enum ('low')");
  write([
    "alter type level add value 'middle';",
    "alter type level add value 'high' after 'middle';",
    'create table pg_class (id int references nowhere);',
  ]);
  await expect(migrate()).rejects.toThrow('Statement 3');
  expect(await select('select unnest(enum_range(null::level))::text')).toEqual(['low']);
});

test('a migration that does nothing is applied once', async () => {
  write(['-- Said for the record.']);
  await migrate();
  expect(await isApplied()).toEqual([1]);
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
  write(statements);
  await expect(migrate()).rejects.toThrow('Statement 3');
  expect(await lackingMigrations(url, folder)).toEqual(['0000_made.sql']);
  when -= 1;
  write([...statements.slice(0, 2), 'create table guests (id int);']);
  expect(await migrate()).toEqual([
    '0000_made.sql was interrupted: it goes on after 2 of its statements.',
  ]);
  expect(await isApplied()).toEqual([1]);
  expect(await tableOf('guests')).toEqual(['guests']);
  expect(await select('select count(*)::int from drizzle.interrupted_migrations')).toEqual([0]);
});

test('what an interrupted run had done already is passed over, and what another one did is not', async () => {
  const statements = [
    'create table halls (id int);',
    'create index concurrently halls_id on halls (id);',
  ];
  write(statements);
  for (const statement of statements) await client.query(statement);
  await client.query('insert into drizzle.interrupted_migrations values ($1, 1)', [when]);
  await migrate();
  expect(await isApplied()).toEqual([1]);
  write(statements.slice(1));
  await expect(migrate()).rejects.toThrow('relation "halls_id" already exists');
});

test('an invalid index, which a failed run leaves behind, is said and made anew', async () => {
  await client.query('create table twins (id int); insert into twins values (1), (1);');
  await client.query('create schema other; create table other.twins as table twins;');
  const another = client.query('create unique index concurrently twins_id on other.twins (id)');
  await expect(another).rejects.toThrow('could not create');
  write(['create unique index concurrently "twins_id" on "twins" ("id");']);
  await expect(migrate()).rejects.toThrow('Key (id)=(1) is duplicated');
  const done = await select(
    `select done from drizzle.interrupted_migrations where created_at = ${when}`,
  );
  expect(done).toEqual([0]);
  await client.query('delete from twins');
  expect(await migrate()).toContainEqual(expect.stringContaining('twins_id is invalid'));
  expect(
    await select("select indisvalid from pg_index where indexrelid = 'twins_id'::regclass"),
  ).toEqual([true]);
  expect(await select("select to_regclass('other.twins_id')::text")).toEqual(['other.twins_id']);
});

test('statements that are sent as one are a transaction, and the way out is said', async () => {
  write(['create table pairs (id int); create index concurrently pairs_id on pairs (id);']);
  await expect(migrate()).rejects.toThrow('--> statement-breakpoint');
  expect(await tableOf('pairs')).toEqual([null]);
});

test('a service without migrations has nothing to apply', async () => {
  expect(await migrateDatabase('postgres://not-asked', path.join(folder, 'nowhere'))).toBe(false);
});

test('a database that says nothing is given up', async () => {
  const proxy = await silentProxy(url);
  proxy.fallSilent();
  write(['select 1']);
  const migrated = migrateDatabase(proxy.url, folder, { connectWithin: 100 });
  await expect(migrated).rejects.toThrow('The database can not be reached.');
  proxy.close();
});
