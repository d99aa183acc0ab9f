import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Migrations, startMigrations } from '../../test/fixtures/migrations';
import { silentProxy } from '../../test/silent-proxy';
import { lackingMigrations, migrateDatabase } from './migrate';

let t: Migrations;

beforeAll(async () => {
  t = await startMigrations();
});

afterAll(() => t.close());

test('instances that start together apply each migration once', async () => {
  // Slow, so that runs which do not take turns meet in it.
  t.write(['select pg_sleep(0.2);', 'create table once (id int);']);
  await Promise.all([1, 2, 3].map(t.migrate));
  expect(await t.isApplied()).toEqual([1]);
});

test('instances that wait for their turn do not hold a concurrent index up', async () => {
  t.write(['create table turns (id int);', 'create index concurrently turns_id on turns (id);']);
  await Promise.all([1, 2, 3].map(t.migrate));
  expect(await t.isApplied()).toEqual([1]);
});

test('a migration that is refused leaves nothing, and it is said which statement and why', async () => {
  t.write(
    ['create table kept (id int);'],
    ['create table lost (id int);', 'create table  kept (x int)'],
  );
  await expect(t.migrate()).rejects.toThrow(
    'Statement 2 of drizzle/0001_made.sql was refused: relation "kept" already exists\n  create table  kept (x int)',
  );
  expect([...(await t.tableOf('kept')), ...(await t.tableOf('lost'))]).toEqual(['kept', null]);
  expect(await lackingMigrations(t.url, t.folder)).toEqual(['0001_made.sql']);
});

test('what was applied before a migration that is refused stays, and is said', async () => {
  t.write(
    ['create table first (id int);'],
    ['create table second (id int);'],
    ['select nonsense;'],
  );
  await expect(t.migrate()).rejects.toThrow(
    /^Statement 1 of drizzle\/0002_made\.sql was refused: [^]*Applied before it in this run: 0000_made\.sql, 0001_made\.sql\.$/,
  );
  await expect(t.migrate()).rejects.toThrow('Applied before it in this run: nothing.');
});

test('a migration of a branch that comes after newer ones is applied, and said', async () => {
  t.write(['create table mine (id int);'], ['create table theirs (id int);']);
  const file = t.journal;
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  const [mine, theirs] = journal.entries;
  writeFileSync(file, JSON.stringify({ ...journal, entries: [theirs] }));
  await t.migrate();
  // As git merges it: in the folder's order, or behind.
  writeFileSync(file, JSON.stringify({ ...journal, entries: [mine, theirs] }));
  expect(await lackingMigrations(t.url, t.folder)).toEqual(['0000_made.sql']);
  expect(await t.migrate()).toEqual([
    '0000_made.sql is older than others that the database has already. It is applied after them.',
  ]);
  expect([...(await t.tableOf('mine')), ...(await t.tableOf('theirs'))]).toEqual([
    'mine',
    'theirs',
  ]);
  expect(await t.migrate()).toEqual([]);
});

test('a migration that needs a lock lets others through, says so, and comes back', async () => {
  await t.client.query('create table busy (id int)');
  const reader = new Client({ connectionString: t.url });
  await reader.connect();
  await reader.query('begin; select from busy');
  t.write(['alter table busy add column name text;']);
  const migrated = t.migrate();
  const waiting =
    "select count(*)::int from pg_stat_activity where wait_event_type = 'Lock' and query like 'alter table busy%'";
  await expect.poll(() => t.select(waiting), { interval: 10 }).toEqual([1]);
  // Behind the one that waits: for as long as that does, and no longer.
  expect(await t.select('select count(*)::int from busy')).toEqual([0]);
  await reader.query('commit');
  await reader.end();
  expect(await migrated).toContainEqual(
    '0000_made.sql needs a lock that others hold: it lets them through and tries again (2 of 5).',
  );
  expect(await t.isApplied()).toEqual([1]);
});

test('a lock that is never given is an error with the statement, and nothing was done', async () => {
  await t.client.query('create table held (id int)');
  const reader = new Client({ connectionString: t.url });
  await reader.connect();
  await reader.query('begin; select from held');
  t.write(['create table with_held (id int);', 'alter table held add column name text;']);
  await expect(t.migrate()).rejects.toThrow(
    'Statement 2 of drizzle/0000_made.sql was refused: canceling statement due to lock timeout',
  );
  await reader.end();
  expect(await t.tableOf('with_held')).toEqual([null]);
});

test('a migration that does nothing is applied once', async () => {
  t.write(['-- Said for the record.']);
  await t.migrate();
  expect(await t.isApplied()).toEqual([1]);
});

test('a service without migrations has nothing to apply', async () => {
  expect(await migrateDatabase('postgres://not-asked', path.join(t.folder, 'nowhere'))).toBe(false);
});

test('a database that says nothing is given up', async () => {
  const proxy = await silentProxy(t.url);
  proxy.fallSilent();
  t.write(['select 1']);
  const migrated = migrateDatabase(proxy.url, t.folder, { connectWithin: 100 });
  await expect(migrated).rejects.toThrow('The database can not be reached.');
  proxy.close();
});
