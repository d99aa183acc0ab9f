import { sql } from 'drizzle-orm';
import { integer, pgSchema } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { listQuery } from '../http/list';
import { pageReader } from '../http/page';
import { inTransaction } from './transaction';

const many = pgSchema('literal_test').table('many', { id: integer('id').primaryKey() });
const query = listQuery(many, { key: ['id'], filter: [], sort: ['id'], defaultSort: 'id' });
const read = pageReader({ from: many, columns: { id: many.id } });

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema literal_test`);
  await asOwner(sql`create table literal_test.many (id int primary key)`);
  // So many that Postgres cares how few of them it has to read.
  await asOwner(sql`insert into literal_test.many select generate_series(1, 5000)`);
  await asOwner(sql`analyze literal_test.many`);
});

afterAll(() => t.close());

test.each([
  ['20', 'limit 21', { once: 8, anew: 0 }],
  ['100', 'limit 101', { once: 8, anew: 0 }],
  ['7', 'limit $1', { once: 0, anew: 8 }],
])('a page of %s: what most clients ask for, Postgres plans once', async (limit, end, plans) => {
  const found = await inTransaction(t, async (context) => {
    for (let i = 0; i < 8; i += 1) await read(context, query.parse({ limit }));
    return context.db.execute(sql`
      select generic_plans::int as once, custom_plans::int as anew from pg_prepared_statements
      where statement like ${`%"many"%${end}`}`);
  });
  expect(found.rows).toEqual([plans]);
});
