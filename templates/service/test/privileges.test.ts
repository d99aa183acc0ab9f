import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase } from '../src/db/client';
import { lackingMigrations, migrateDatabase } from '../src/db/migrate';
import { testConfig } from './config';
import { testDatabaseUrl } from './database';
import { privilegesFor } from './privileges';

// All other tests run as the role of the service. Here is what it may not do, and that migrations need no superuser.

const suffix = randomBytes(8).toString('hex');
const [database, owner, role] = [`database_${suffix}`, `owner_${suffix}`, `role_${suffix}`];
const folder = path.resolve('drizzle');

let administrator: Client;
let service: Client;

function urlOf(username: string): string {
  const pathname = `/${database}`;
  return Object.assign(new URL(inject('serverUrl')), { username, password: suffix, pathname }).href;
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

/** In the database, with one connection for all of it. */
async function inDatabase(statements: readonly string[], username?: string): Promise<void> {
  const admin = Object.assign(new URL(inject('serverUrl')), { pathname: `/${database}` }).href;
  const client = await connect(username ? urlOf(username) : admin);
  for (const statement of statements) await client.query(statement);
  await client.end();
}

beforeAll(async () => {
  administrator = await connect(inject('serverUrl'));
  for (const name of [owner, role]) {
    await administrator.query(`create role ${name} login password '${suffix}'`);
    // What a superuser needs not, but whoever may only create roles and databases.
    await administrator.query(`grant ${name} to current_user`);
  }
  await administrator.query(`create database ${database} owner ${owner}`);
  await inDatabase([privilegesFor(owner, role), ...(await extensions())]);
  await migrateDatabase(urlOf(owner), folder);
  await inDatabase(
    [
      'create table before_schema (id serial primary key, n int)',
      'create schema later; create table later.things (id serial primary key, n int)',
      'create view later.counted as select count(*) from later.things',
    ],
    owner,
  );
  service = await connect(urlOf(role));
});

afterAll(async () => {
  await service?.end();
  await administrator.query(`drop database if exists ${database} with (force)`);
  for (const name of [owner, role]) await administrator.query(`drop role if exists ${name}`);
  await administrator.end();
});

/** Some, only an administrator may make. */
async function extensions(): Promise<string[]> {
  const client = await connect(await testDatabaseUrl());
  const { rows } = await client.query('select extname from pg_extension');
  await client.end();
  return rows.map(({ extname }) => `create extension if not exists "${extname}" cascade`);
}

/** What the role may do with which tables, less those of extensions. */
async function granted(): Promise<Record<string, string>> {
  const { rows } = await service.query(`
    select c.oid::regclass::text as name, string_agg(p, ' ' order by p) as may
    from pg_class c, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
    where relkind in ('r', 'p', 'v', 'm') and relowner = '${owner}'::regrole and has_table_privilege(c.oid, p)
    group by 1`);
  return Object.fromEntries(rows.map(({ name, may }) => [name, may]));
}

test('the service reads and writes the rows of every table that migrations make, and no more', async () => {
  const { 'drizzle.__drizzle_migrations': applied, ...rest } = await granted();
  expect(applied).toBe('SELECT');
  expect(Object.keys(rest)).toEqual(expect.arrayContaining(['before_schema', 'later.things']));
  expect(new Set(Object.values(rest))).toEqual(new Set(['DELETE INSERT SELECT UPDATE']));
  const { rows } = await service.query(
    "select count(*)::int as n from pg_class where relkind in ('r', 'p', 'v', 'm') and relowner = $1::regrole",
    [owner],
  );
  // All but that of interrupted migrations.
  expect(Object.keys(rest).length + 2).toBe(rows[0].n);
});

test('the service uses what comes with a later migration: another schema, sequences, views', async () => {
  await service.query(
    'insert into later.things (n) values (1); insert into before_schema (n) values (1)',
  );
  await service.query('update later.things set n = 2; select 1 from later.things for update');
  expect((await service.query('select * from later.counted')).rows).toEqual([{ count: '1' }]);
  await service.query('delete from later.things');
});

test('the service can tell whether a migration is missing', async () => {
  expect(await lackingMigrations(urlOf(role), folder)).toEqual([]);
});

test.each([
  'create table mine (id int)',
  'create schema mine',
  'alter table before_schema add column more int',
  'drop table before_schema',
  'truncate before_schema',
  'create index on before_schema (n)',
  'create table later.mine (id int)',
  'insert into drizzle.__drizzle_migrations (hash) values (1)',
  'delete from drizzle.__drizzle_migrations',
  'select * from drizzle.interrupted_migrations',
  "select nextval('drizzle.__drizzle_migrations_id_seq')",
])('the service may not: %s', async (statement) => {
  await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('a database that has tables already gets the same privileges, as often as they are given', async () => {
  const before = await granted();
  await inDatabase([`drop owned by ${role}`]);
  expect(await granted()).toEqual({});
  await inDatabase([privilegesFor(owner, role), privilegesFor(owner, role)]);
  expect(await granted()).toEqual(before);
});

test('tables whose rows the database hides from the service are named once, and not where a policy is for it', async () => {
  const { database: config } = await testConfig({ DATABASE_URL: urlOf(role) });
  const warned = async () => {
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const { check, close } = createDatabase(config, { migrations: folder, onWarning });
    await check();
    await close();
    return warnings.join();
  };
  await inDatabase(
    ['create table guarded_test (n int)', 'alter table guarded_test enable row level security'],
    owner,
  );
  expect(await warned()).toMatch(/^guarded_test\b|, guarded_test\b/);
  await inDatabase([`create policy own on guarded_test to ${role} using (true)`], owner);
  expect(await warned()).not.toContain('guarded_test');
});
