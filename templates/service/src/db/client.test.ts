import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { testConfig } from '../../test/config';

import { createDatabase, type DatabaseHandle } from './client';
import { connectionFailed, postgresError } from './errors';

let database: DatabaseHandle;

afterEach(() => database.close());

async function open(env: NodeJS.ProcessEnv = {}, onError?: (error: Error) => void) {
  const config = await testConfig(env);
  database = createDatabase(config.database, { onError });
  return database;
}

test('statements, locks and idle transactions are bounded', async () => {
  const { db } = await open({
    DATABASE_STATEMENT_TIMEOUT_MS: '111',
    DATABASE_LOCK_TIMEOUT_MS: '112',
    DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '113',
  });
  const { rows } = await db.execute(sql`
    select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle`);
  expect(rows[0]).toEqual({ statement: '111ms', lock: '112ms', idle: '113ms' });
  const slow = Promise.resolve(db.execute(sql`select pg_sleep(5)`));
  await expect(slow).rejects.toSatisfy((error) => postgresError(error)?.code === '57014');
});

test('no more connections are opened than configured', async () => {
  const { db, pool } = await open({ DATABASE_POOL_MAX: '2', DATABASE_POOL_MIN: '1' });
  await Promise.all(Array.from({ length: 6 }, () => db.execute(sql`select pg_sleep(0.02)`)));
  expect(pool.totalCount).toBe(2);
  // Neither shows before minutes have passed: connections that stay, and those whose other end is gone.
  expect(pool.options).toMatchObject({ min: 1, keepAlive: true });
});

test('who waits too long for a connection is told so', async () => {
  const { db } = await open({ DATABASE_POOL_MAX: '1', DATABASE_CONNECTION_TIMEOUT_MS: '50' });
  const waiting = db.transaction(async () => db.execute(sql`select 1`));
  await expect(waiting).rejects.toSatisfy(connectionFailed);
});

test('a broken idle connection is reported, and the next query gets another one', async () => {
  const errors: Error[] = [];
  const { db, pool } = await open({}, (error) => errors.push(error));
  const { rows } = await db.execute(sql`select pg_backend_pid() as pid`);
  const other = createDatabase((await testConfig()).database);
  await other.db.execute(sql`select pg_terminate_backend(${rows[0]?.['pid']}::int)`);
  await other.close();
  await expect.poll(() => errors.length).toBe(1);
  expect(pool.totalCount).toBe(0);
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test('a connection that breaks within a transaction fails that, and nothing else', async () => {
  const { db, pool } = await open({});
  const other = createDatabase((await testConfig()).database);
  const broken = new Promise((resolve) => {
    pool.once('acquire', (client) => client.once('end', () => resolve(undefined)));
  });
  const work = db.transaction(async (tx) => {
    const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`);
    await other.db.execute(sql`select pg_terminate_backend(${rows[0]?.['pid']}::int)`);
    // The news arrives while no query runs.
    await broken;
    await tx.execute(sql`select 1`);
  });
  await expect(work).rejects.toSatisfy(connectionFailed);
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  await other.close();
});

test('closing it twice is closing it once', async () => {
  const { close } = await open();
  await close();
  await expect(close()).resolves.toBeUndefined();
});

test('a span of time is read as ISO 8601, as it is taken', async () => {
  const { db } = await open({});
  const { rows } = await db.execute(sql`select ('P1DT90M'::interval)::text as span`);
  expect(rows[0]).toEqual({ span: 'P1DT1H30M' });
});
