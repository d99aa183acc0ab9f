import { DrizzleQueryError, eq, getTableColumns, sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testConfig } from '../../test/config';
import { asOwner } from '../../test/database';
import { createDatabase, type Database, type DatabaseHandle, type Transaction } from './client';
import { connectionFailed, postgresError } from './errors';
import { builder, prepared } from './prepared';
import { inTransaction } from './transaction';

const unreadable = pg.customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (value) => {
    if (value === 'bad') throw new Error('unreadable');
    return `read ${value}`;
  },
});

const things = pg.pgSchema('prepared_test').table('things', {
  id: pg.serial('id').primaryKey(),
  name: pg.text('name').unique(),
  big: pg.bigint('big', { mode: 'bigint' }),
  price: pg.numeric('price', { mode: 'number' }),
  isDone: pg.boolean('is_done'),
  at: pg.timestamp('at', { withTimezone: true }),
  on: pg.date('on', { mode: 'string' }),
  tags: pg.text('tags').array(),
  days: pg.date('days', { mode: 'date' }).array(),
  extra: pg.jsonb('extra'),
  custom: unreadable('custom'),
});

let database: DatabaseHandle;

beforeEach(async () => {
  database = await open();
  await asOwner(sql`
    create schema prepared_test;
    create table prepared_test.things (id serial primary key, name text unique, big bigint,
      price numeric, is_done boolean, at timestamptz, "on" date, tags text[], days date[],
      extra jsonb, custom text)`);
});

afterEach(async () => {
  await asOwner(sql`drop schema prepared_test cascade`);
  await database.close();
});

/** With one connection, to see what becomes of it. */
async function open(): Promise<DatabaseHandle> {
  return createDatabase((await testConfig({ DATABASE_POOL_MAX: '1' })).database);
}

async function connectionId(): Promise<unknown> {
  const { rows } = await database.db.execute(sql`select pg_backend_pid() as pid`);
  return rows[0]?.['pid'];
}

test('rows are what drizzle makes of them, the first time and every time', async () => {
  const { db } = database;
  await db.insert(things).values([
    {
      name: 'a "quoted" name',
      big: 2n ** 62n,
      price: 1.5,
      isDone: false,
      at: new Date('2026-01-02T03:04:05.678Z'),
      on: '2026-01-02',
      tags: ['a,b', '"', ''],
      days: [new Date('2026-01-02')],
      extra: { a: [1, null] },
      custom: 'fine',
    },
    {},
  ]);
  const version = sql<string>`${things}.xmin::text`.as('version');
  const fields = { ...getTableColumns(things), thing: things.name, version };
  const query = (on: Database) => on.select(fields).from(things).orderBy(things.id);
  const statement = prepared(query(builder));
  const expected = await query(db);
  expect(expected[0]).toMatchObject({ thing: 'a "quoted" name' });
  for (let i = 0; i < 3; i += 1) expect(await statement(database)).toEqual(expected);
});

test('a field may be called like anything', async () => {
  const { db } = database;
  await db.insert(things).values({ name: 'a' });
  const named: [string, pg.PgColumn][] = [
    ['constructor', things.id],
    ['"`${}\\\n', things.name],
    ['})', things.big],
    ['__proto__', things.name],
  ];
  const fields = Object.fromEntries(named);
  const [row = {}] = await prepared<Record<string, unknown>[]>(builder.select(fields).from(things))(
    database,
  );
  expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  expect(Object.entries(row)).toEqual([
    ['constructor', 1],
    ['"`${}\\\n', 'a'],
    ['})', null],
    ['__proto__', 'a'],
  ]);
});

test('rows that drizzle nests are what it makes of them, on the connection of the context', async () => {
  const nested = (on: Database | Transaction) =>
    on
      .select({ thing: { id: things.id, at: things.at }, other: others })
      .from(things)
      .leftJoin(others, eq(others.id, things.id));
  const others = pg.alias(things, 'others');
  const statement = prepared(nested(builder));
  const rename = prepared(builder.update(things).set({ name: sql`${sql.placeholder('name')}` }));
  // First on the pool: what they are then given counts, not what they were first run on.
  await rename(database, { name: 'outside' });
  expect(await statement(database)).toEqual([]);
  const undone = database.db.transaction(async (tx) => {
    await tx.insert(things).values({ at: new Date(0) });
    await rename({ db: tx }, { name: 'inside' });
    expect(await statement({ db: tx })).toEqual(await nested(tx));
    expect(await statement({ db: tx })).toMatchObject([{ other: { name: 'inside' } }]);
    tx.rollback();
  });
  await expect(undone).rejects.toThrow('Rollback');
  expect(await statement(database)).toEqual([]);
});

test('an error of Postgres names the query, and the connection stays', async () => {
  const insert = prepared(
    builder
      .insert(things)
      .values({ name: sql.placeholder('name') })
      .returning({ id: things.id }),
  );
  await insert(database, { name: 'taken' });
  const before = await connectionId();
  const second = insert(database, { name: 'taken' });
  await expect(second).rejects.toBeInstanceOf(DrizzleQueryError);
  await expect(second).rejects.toSatisfy((error) => postgresError(error)?.code === '23505');
  expect(await insert(database, { name: 'free' })).toEqual([{ id: expect.any(Number) }]);
  expect(await connectionId()).toBe(before);
});

test('a value that can not be sent, or not be read, fails the query and nothing else', async () => {
  const { db } = database;
  await db.insert(things).values({ custom: 'bad' });
  const all = prepared(builder.select({ custom: things.custom }).from(things));
  // drizzle's own run does not say which query it was.
  await expect(all(database)).rejects.toSatisfy(({ message, cause }) =>
    [message, cause?.message].includes('unreadable'),
  );
  const one = prepared(
    builder
      .select({ id: things.id })
      .from(things)
      .where(eq(things.name, sql.placeholder('name'))),
  );
  const circle: Record<string, unknown> = {};
  circle['circle'] = circle;
  await expect(one(database, { name: circle })).rejects.toThrow(DrizzleQueryError);
  await expect(one(database, {})).rejects.toThrow('No value for placeholder');
  expect(await one(database, { name: 'nobody' })).toEqual([]);
});

test('after a migration that changes a type, a statement is prepared and described anew', async () => {
  const statement = prepared(builder.select({ n: sql`${things.id}` }).from(things));
  const nested = prepared(builder.select({ one: { n: sql`${things.id}` } }).from(things));
  const { db } = database;
  await db.insert(things).values({});
  expect(await statement(database)).toEqual([{ n: 1 }]);
  expect(await nested(database)).toEqual([{ one: { n: 1 } }]);
  await asOwner(sql`alter table prepared_test.things alter id type bigint`);
  expect(await statement(database)).toEqual([{ n: '1' }]);
  await asOwner(sql`alter table prepared_test.things alter id type int`);
  expect(await nested(database)).toEqual([{ one: { n: 1 } }]);
  await nested(database);
  await asOwner(sql`alter table prepared_test.things alter id type bigint`);
  // Nothing was done yet: the whole is done again.
  expect(await inTransaction(database, statement)).toEqual([{ n: '1' }]);
  await inTransaction(database, nested);
  await asOwner(sql`alter table prepared_test.things alter id type int`);
  const failing = db.transaction((tx) => nested({ db: tx }));
  await expect(failing).rejects.toSatisfy((error) => postgresError(error)?.code === '0A000');
});

test('a connection that breaks fails the query, and the next one gets another', async () => {
  const slow = prepared(builder.select({ slept: sql`pg_sleep(10)::text` }).from(things));
  await database.db.insert(things).values({});
  const pid = await connectionId();
  const other = await open();
  const failure = slow(database).catch((error: unknown) => error);
  await other.db.execute(sql`select pg_terminate_backend(${pid}::int)`);
  await other.close();
  // Which of the two is heard first is Postgres's affair.
  expect(await failure).toSatisfy(
    (error) => connectionFailed(error) || postgresError(error)?.code === '57P01',
  );
  expect(await connectionId()).not.toBe(pid);
});

test('when every connection is in use for too long, the query fails', async () => {
  const { pool } = database;
  const statement = prepared(builder.select({ id: things.id }).from(things));
  // Before waiting has an end: on a busy machine, to connect takes longer.
  const held = await pool.connect();
  pool.options.connectionTimeoutMillis = 50;
  await expect(statement(database)).rejects.toSatisfy(connectionFailed);
  held.release();
  expect(await statement(database)).toEqual([]);
});

test('a value may be long', async () => {
  const length = prepared(
    builder
      .select({ is: sql<number>`length(${sql.placeholder('text')}::text)` })
      .from(sql`(select 1) one`),
  );
  for (const times of [1, 100_000, 300_000]) {
    expect(await length(database, { text: 'é'.repeat(times) })).toEqual([{ is: times }]);
  }
});
