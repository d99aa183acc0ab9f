import { sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { expectProblem, expectStatus } from '../../test/expect';
import { testModule } from '../../test/module';
import { builder, prepared } from '../db/prepared';
import { contextOf } from './context';
import { listQuery, MAX_TOTAL } from './list';
import { pageReader } from './page';

const things = pgSchema('slow_test').table('things', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  size: integer('size').notNull(),
});
const columns = { id: things.id, name: things.name };
const querystring = listQuery(things, {
  key: ['id'],
  filter: ['id'],
  scan: ['size'],
  contains: ['name'],
  sort: ['id'],
  defaultSort: 'id',
});

// As slow as a table of some million rows.
const list = pageReader({ from: things, columns, where: sql`(select pg_sleep(0.3)) is not null` });
const one = prepared(builder.select(columns).from(things).limit(1));

const module = testModule('things', (app) => {
  const config = { work: ['read'] } as const;
  app.get('/', { config, schema: { querystring } }, (request) =>
    list(contextOf(request), request.query),
  );
  app.get('/one', { config }, (request) => one(contextOf(request)));
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module], env: { DATABASE_POOL_MAX: '3' } });
  await t.db.execute(sql`create schema slow_test`);
  await t.db.execute(sql`
    create table slow_test.things (id int primary key, name text not null, size int not null)`);
  await t.db.execute(sql`insert into slow_test.things values (1, 'one', 1)`);
});

afterAll(() => t.close());

test.each(['name[contains]=o', 'total=true', 'size=1', 'id[ne]=7'])(
  'forty lists with %s leave single rows, other lists and health alone',
  async (query) => {
    const answers = Array.from({ length: 40 }, () => t.send('GET', `/v1/things/?${query}`));
    const statuses = Promise.all(answers);
    for (const url of ['/v1/things/one', '/readyz', '/v1/things/?limit=1']) {
      expectStatus(await t.send('GET', url), 200);
    }
    const refused = (await statuses).filter((answer) => answer.statusCode !== 200);
    // One runs and two wait: a list of 0.3 s would otherwise hold a connection for each who asks.
    expect(refused).toHaveLength(37);
    for (const answer of refused) {
      expectProblem(answer, 503);
      expect(answer.headers['retry-after']).toBe('2');
    }
  },
);

test('lists that an index serves wait for no turn', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => t.send('GET', '/v1/things/?id[gt]=0')),
  );
  for (const answer of answers) expectStatus(answer, 200);
});

test('rows are counted up to a number, and whether there are more is said', async () => {
  expect(await t.read('/v1/things/?total=true')).toMatchObject({ total: 1, totalIsExact: true });
  const add = async (count: number, from: number) =>
    t.db.execute(sql`
      insert into slow_test.things select n, 'n', 0 from generate_series(${from}::int, ${from + count - 1}::int) n`);
  await add(MAX_TOTAL - 1, 2);
  const full = { total: MAX_TOTAL, totalIsExact: true };
  expect(await t.read('/v1/things/?total=true')).toMatchObject(full);
  await add(1, MAX_TOTAL + 1);
  t.queries.length = 0;
  expect(await t.read('/v1/things/?total=true')).toMatchObject({ ...full, totalIsExact: false });
  // The others are not even read.
  expect(t.queries.find((query) => query.startsWith('select count(*)'))).toContain('limit');
});
