import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { testConfig } from '../../test/config';
import { createDatabase, type DatabaseHandle } from './client';
import { postgresError } from './errors';
import { databaseHint } from './hints';
import { builder, prepared } from './prepared';
import { inTransaction } from './transaction';

// What makes the service run behind a pooler in transaction mode, seen from Postgres itself.
const one = sql`(select 1) one`;
const find = prepared(builder.select({ n: sql`${sql.placeholder('n')}::int` }).from(one));
const nested = prepared(builder.select({ one: { n: sql`2` } }).from(one));
const slow = prepared(builder.select({ slept: sql`pg_sleep(60)::text` }).from(one));

let database: DatabaseHandle;

afterEach(() => database.close());

async function open(env: NodeJS.ProcessEnv = {}): Promise<DatabaseHandle> {
  const config = await testConfig({
    DATABASE_POOLER: 'transaction',
    DATABASE_POOL_MAX: '1',
    DATABASE_STATEMENT_TIMEOUT_MS: '19000',
    DATABASE_LOCK_TIMEOUT_MS: '112000',
    DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '113000',
    ...env,
  });
  database = createDatabase(config.database);
  return database;
}

async function select(text: string): Promise<Record<string, unknown>[]> {
  return (await database.db.execute(sql.raw(text))).rows;
}

test('no statement has a name: the next one of this client may run on another connection of Postgres', async () => {
  const { db } = await open();
  for (const n of [1, 2]) expect(await find({ db }, { n })).toEqual([{ n }]);
  expect(await nested({ db })).toEqual([{ one: { n: 2 } }]);
  await inTransaction({ db }, (context) => find(context, { n: 1 }));
  expect(await select('select name from pg_prepared_statements')).toEqual([]);
});

test('what a library names has no name either', async () => {
  const { pool } = await open();
  const ask = { name: 'of a library', text: 'select $1::int as n', values: [1] };
  for (let times = 0; times < 2; times += 1) {
    expect((await pool.query(ask)).rows).toEqual([{ n: 1 }]);
  }
  const done = new Promise((resolve) => {
    pool.query(ask, (_error, result) => resolve(result.rows));
  });
  expect(await done).toEqual([{ n: 1 }]);
  expect(await select('select name from pg_prepared_statements')).toEqual([]);
});

test('a connection is made without settings, and each transaction makes its own', async () => {
  const { db } = await open();
  const settings = sql`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, ('1 day'::interval)::text as span`;
  const { rows: outside } = await db.execute(settings);
  expect(outside).toEqual([{ statement: '0', lock: '0', idle: '0', span: '1 day' }]);
  const { rows: inside } = await inTransaction({ db }, (context) => context.db.execute(settings));
  expect(inside).toEqual([{ statement: '19s', lock: '112s', idle: '113s', span: 'P1D' }]);
  expect((await db.execute(settings)).rows).toEqual(outside);
});

test('a statement that takes too long is cancelled', async () => {
  const { db } = await open({ DATABASE_STATEMENT_TIMEOUT_MS: '1900' });
  await expect(slow({ db })).rejects.toSatisfy((error) => postgresError(error)?.code === '57014');
  const count =
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()";
  await expect.poll(() => select(count)).toEqual([{ n: 0 }]);
});

test('what a pooler says of a service that does not know of it leads to the variable', async () => {
  await open();
  const refused = new Error('Failed query', {
    cause: new Error('unsupported startup parameter: options'),
  });
  expect(databaseHint(refused)).toContain('DATABASE_POOLER=transaction');
  expect(databaseHint(new Error('prepared statement "a1" does not exist'))).toContain(
    'DATABASE_POOLER',
  );
  expect(databaseHint(new Error('relation "a1" does not exist'))).toBeUndefined();
});
