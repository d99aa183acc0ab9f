import { sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner, testDatabaseUrl } from '../../test/database';
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

/** Whoever holds it decides how long a list takes: on a busy machine, no time is long enough. */
const LOCK = 7_310_551;
const where = sql`(select pg_advisory_xact_lock_shared(${sql.raw(String(LOCK))})) is not null`;
const list = pageReader({ from: things, columns, where });
const other = pageReader({ from: things, columns });
const one = prepared(builder.select(columns).from(things).limit(1));

const module = testModule('things', (app) => {
  const config = { work: ['read'] } as const;
  app.get('/', { config, schema: { querystring } }, (request) =>
    list(contextOf(request), request.query),
  );
  app.get('/other', { config, schema: { querystring } }, (request) =>
    other(contextOf(request), request.query),
  );
  app.get('/one', { config }, (request) => one(contextOf(request)));
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module], env: { DATABASE_POOL_MAX: '3' } });
  await asOwner(sql`create schema slow_test`);
  await asOwner(sql`
    create table slow_test.things (id int primary key, name text not null, size int not null)`);
  await t.db.execute(sql`insert into slow_test.things values (1, 'one', 1)`);
});

afterAll(() => t.close());

/** Makes lists of things wait. @returns lets them go on */
async function holdUp(): Promise<() => Promise<void>> {
  const holder = new Client({ connectionString: await testDatabaseUrl() });
  await holder.connect();
  await holder.query(`select pg_advisory_lock(${LOCK})`);
  let ended: Promise<void> | undefined;
  const letGo = () => (ended ??= holder.end());
  onTestFinished(letGo);
  return letGo;
}

test.each(['name[contains]=o', 'total=true', 'size=1', 'id[ne]=7'])(
  'forty lists with %s leave single rows, other lists and health alone',
  async (query) => {
    const letGo = await holdUp();
    const answered: Awaited<ReturnType<typeof t.send>>[] = [];
    const all = Array.from({ length: 40 }, async () => {
      answered.push(await t.send('GET', `/v1/things/?${query}`));
    });
    // One runs and two wait; each of the others would hold a connection.
    await expect.poll(() => answered.length).toBe(37);
    for (const answer of answered) {
      expectProblem(answer, 503);
      expect(answer.headers['retry-after']).toBe('2');
    }
    for (const url of ['/v1/things/one', '/v1/things/other?limit=1']) {
      expectStatus(await t.send('GET', url), 200);
    }
    // On a busy machine Postgres may take longer than the second that it has for this.
    await expect.poll(async () => (await t.send('GET', '/readyz')).statusCode).toBe(200);
    await letGo();
    await Promise.all(all);
    for (const answer of answered.slice(37)) expectStatus(answer, 200);
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
