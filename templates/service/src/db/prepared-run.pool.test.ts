import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { testConfig } from '../../test/config';
import { testDatabaseUrl } from '../../test/database';
import { createDatabase } from './client';
import { postgresError } from './errors';
import { builder, prepared } from './prepared';
import { PreparedRun } from './prepared-run';
import * as schema from './schema';

const find = prepared(builder.select({ slept: sql`pg_sleep(5)::text` }).from(sql`(select 1) one`));
const text = prepared(builder.select({ n: sql`1` }).from(sql`(select 1) one`));
let close: () => Promise<void>;

afterEach(() => close());

async function open(query: string, env: NodeJS.ProcessEnv = {}) {
  const url = `${await testDatabaseUrl()}?${query}`;
  const { database } = await testConfig({ DATABASE_URL: url, DATABASE_POOL_MAX: '1', ...env });
  const handle = createDatabase(database);
  ({ close } = handle);
  return handle;
}

test.each(['true', 'false'])(
  'a time limit in the URL fails the query and gives its connection up (own run: %s)',
  async (DATABASE_OWN_RUN) => {
    const { db, pool } = await open('query_timeout=1000', { DATABASE_OWN_RUN });
    await expect(find({ db })).rejects.toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ message: 'Query read timeout' }),
      }),
    );
    expect(pool.totalCount).toBe(0);
    expect(await text({ db })).toEqual([{ n: 1 }]);
  },
);

test('one switch leaves every statement to drizzle, also in a transaction', async () => {
  for (const [DATABASE_OWN_RUN, isOwn] of [
    ['true', true],
    ['false', false],
  ] as const) {
    const { db, pool } = await open('', { DATABASE_OWN_RUN });
    const sent: unknown[] = [];
    pool.on('connect', (connection) => {
      const query = connection.query.bind(connection) as (...given: unknown[]) => unknown;
      Object.assign(connection, {
        query: (...given: unknown[]) => {
          sent.push(given[0]);
          return query(...given);
        },
      });
    });
    await text({ db });
    await db.transaction((tx) => text({ db: tx }));
    expect(sent.filter((query) => query instanceof PreparedRun)).toHaveLength(isOwn ? 2 : 0);
    expect(sent.length).toBeGreaterThan(2);
    await close();
  }
});

test('where pg pipelines, every statement is left to drizzle', async () => {
  const connectionString = await testDatabaseUrl();
  const pool = new Pool({ connectionString, pipeline: true });
  close = () => pool.end();
  const db = drizzle(pool, { schema });
  const found = [text({ db }), db.transaction((tx) => text({ db: tx }))];
  expect(await Promise.all(found)).toEqual([[{ n: 1 }], [{ n: 1 }]]);
});

test('an error that is thrown instead of given leaves no connection behind', async () => {
  const { db, pool } = await open('', { DATABASE_OWN_RUN: 'true' });
  pool.once('connect', (connection) => {
    connection.query = () => {
      throw new Error('thrown');
    };
  });
  await expect(text({ db })).rejects.toSatisfy((error) => postgresError(error) === undefined);
  expect(await text({ db })).toEqual([{ n: 1 }]);
});
