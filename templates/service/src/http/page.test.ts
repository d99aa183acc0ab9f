import { sql } from 'drizzle-orm';
import { integer, numeric, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { encodeCursor } from './cursor';
import { type ListOptions, listQuery, type PageRequest } from './list';
import { pageReader } from './page';
import { postgresProblem } from './postgres-problems';

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('page_test').table('things', {
  id: integer('id').primaryKey(),
  name: text('name'),
  amount: numeric('amount', { mode: 'number' }).notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
});
const columns = { id: things.id, name: things.name, amount: things.amount, at: things.at };
const options: ListOptions<keyof typeof columns> = {
  key: ['id'],
  filter: ['id', 'name', 'amount', 'at'],
  contains: ['name'],
  sort: ['id', 'name', 'amount', 'at', 'name,at', 'name,-at', '-amount,name,-at'],
  defaultSort: 'id',
};
const query = listQuery(things, options);

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema page_test`);
  await asOwner(sql`
    create table page_test.things
      (id int primary key, name text, amount numeric not null, at timestamptz not null)`);
  // Names repeat and may be NULL; amounts and times differ by less than a number or a Date can hold.
  await t.db.execute(sql`
    insert into page_test.things
    select n, case when n % 3 = 0 then null else 'name ' || n % 2 end, 0.1 * (n % 4) + (n % 5) * 1e-20,
      timestamptz '2026-01-01T00:00:00Z' + (n % 7) * interval '1 microsecond'
    from generate_series(1, 20) n`);
});

afterAll(() => t.close());

const read = (request: Record<string, string>) =>
  pageReader({ from: things, columns })(t, query.parse(request));

async function walk(request: Record<string, string>): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read({
      ...request,
      ...(cursor && { cursor }),
    });
    ids.push(...page.data.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

describe('walking page by page', () => {
  test.each([
    'id',
    '-id',
    'name',
    '-name',
    'amount',
    '-at',
    'at',
    'name,at',
    '-name,-at',
    'name,-at',
    '-name,at',
    '-amount,name,-at',
    'amount,-name,at',
  ])('meets each row once, in the order of %s', async (sort) => {
    const whole = await read({ sort, limit: '100' });
    expect(whole.nextCursor).toBeNull();
    expect(whole.data).toHaveLength(20);
    expect(await walk({ sort, limit: '3' })).toEqual(whole.data.map((row) => row.id));
  });

  test('goes on behind the last row when rows are added and removed before it', async () => {
    const first = await read({ sort: 'id', limit: '5' });
    await t.db.execute(sql`insert into page_test.things values (-1, 'new', 0, now())`);
    await t.db.execute(sql`delete from page_test.things where id = 5`);
    const second = await read({ sort: 'id', limit: '5', cursor: String(first.nextCursor) });
    expect(second.data.map((row) => row.id)).toEqual([6, 7, 8, 9, 10]);
    await t.db.execute(sql`delete from page_test.things where id = -1`);
    await t.db.execute(sql`insert into page_test.things values (5, 'name 1', 0.1, now())`);
  });

  test('counts rows where nothing identifies one', async () => {
    const keyless = listQuery(things, { ...options, key: [], defaultSort: 'id' });
    const reader = pageReader({ from: things, columns });
    const first = await reader(t, keyless.parse({ limit: '15' }));
    const rest = await reader(t, keyless.parse({ limit: '15', cursor: first.nextCursor }));
    const ids = [...first.data, ...rest.data].map((row) => row.id);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(rest.nextCursor).toBeNull();
  });
});

describe('filters', () => {
  const found = async (request: Record<string, string>) =>
    (await read({ ...request, limit: '100' })).data.map((row) => row.id);

  test.each([
    [{ id: '7' }, [7]],
    [{ 'id[in]': '3,4,99' }, [3, 4]],
    [{ 'id[gt]': '18' }, [19, 20]],
    [{ 'id[gte]': '18', 'id[lt]': '20' }, [18, 19]],
    [{ 'id[lte]': '2' }, [1, 2]],
    [{ 'name[isnull]': 'true', 'id[lt]': '10' }, [3, 6, 9]],
    [{ 'name[isnull]': 'false', 'id[lt]': '4' }, [1, 2]],
    [{ 'name[contains]': 'AME 1', 'id[lt]': '8' }, [1, 5, 7]],
    [{ 'name[contains]': '%' }, []],
    [{ 'name[contains]': 'name_1' }, []],
    [{ 'name[contains]': 'name\\ 1' }, []],
    // A row without a name has another name than this one.
    [{ 'name[ne]': 'name 1', 'id[lt]': '5' }, [2, 3, 4]],
    [{ 'amount[gt]': '0.29', 'id[lt]': '8' }, [3, 7]],
  ])('%j', async (request, ids) => {
    expect(await found(request as Record<string, string>)).toEqual(ids);
  });

  test('hold for the total and for the pages behind a cursor', async () => {
    const request = { 'id[gt]': '10', limit: '6', total: 'true' };
    const first = await read(request);
    const second = await read({ ...request, cursor: String(first.nextCursor) });
    expect([first.total, second.total]).toEqual([10, 10]);
    expect(second.data.map((row) => row.id)).toEqual([17, 18, 19, 20]);
  });
});

test('a column of any name is filtered by, and takes the place of no other value', async () => {
  const shots = pgSchema('page_test').table('shots', {
    id: integer('id').primaryKey(),
    owner: integer('owner').notNull(),
    take: integer('take').notNull(),
    after_0: integer('after_0').notNull(),
    constructor: text('constructor'),
  });
  await asOwner(sql`
    create table page_test.shots (id int, owner int, take int, after_0 int, "constructor" text)`);
  await t.db.execute(sql`
    insert into page_test.shots select n, n % 2, 1, 9, 'x' from generate_series(1, 6) n`);
  const { id, owner, take, after_0, constructor } = shots;
  const list = listQuery(shots, {
    key: ['id'],
    filter: ['owner', 'take', 'after_0', 'constructor'],
    sort: ['id'],
    defaultSort: 'id',
  });
  const reader = pageReader({
    from: shots,
    columns: { id, take, after_0, constructor },
    where: sql`${owner} = ${sql.placeholder('owner')}`,
  });
  // As Fastify parses a query string: into an object that inherits nothing.
  const given = (request: Record<string, string>) =>
    list.parse(Object.assign(Object.create(null), { total: 'true', ...request }));
  const found = async (request: Record<string, string>) => {
    const page = await reader(t, given(request), { owner: 1 });
    return [page.total, ...page.data.map((row) => row.id)];
  };
  expect(await found({})).toEqual([3, 1, 3, 5]);
  expect(await found({ owner: '0' })).toEqual([0]);
  expect(await found({ owner: '1' })).toEqual([3, 1, 3, 5]);
  expect(await found({ take: '1' })).toEqual([3, 1, 3, 5]);
  expect(await found({ take: '-1' })).toEqual([0]);
  expect(await found({ constructor: 'x' })).toEqual([3, 1, 3, 5]);
  const first = await reader(t, given({ limit: '2' }), { owner: 1 });
  expect(await found({ limit: '2', cursor: String(first.nextCursor), after_0: '9' })).toEqual([
    3, 5,
  ]);
});

test('what a client may combine is not all kept prepared, and is right all the same', async () => {
  const { db, close } = await createTestApp();
  const reader = pageReader({ from: things, columns });
  const filters = {
    id: '7',
    'id[ne]': '8',
    'id[in]': '6,7',
    'id[gt]': '6',
    'id[gte]': '7',
    'id[lt]': '8',
    'id[lte]': '7',
  };
  const names = Object.keys(filters) as (keyof typeof filters)[];
  for (let shape = 1; shape < 2 ** names.length; shape += 1) {
    const used = names.filter((_, i) => shape & (1 << i)).map((name) => [name, filters[name]]);
    const page = await reader({ db }, query.parse({ limit: '100', ...Object.fromEntries(used) }));
    expect(page.data.map((row) => row.id)).toContain(7);
  }
  const { rows } = await db.execute(
    sql`select count(*)::int as prepared from pg_prepared_statements`,
  );
  expect(rows[0]?.['prepared']).toBeLessThan(80);
  await close();
});

test('one statement is not taken for another of the same filters', async () => {
  const reader = pageReader({ from: things, columns });
  const nameless = await reader(t, query.parse({ 'name[isnull]': 'true' }));
  const named = await reader(t, query.parse({ 'name[isnull]': 'false' }));
  expect([...nameless.data, ...named.data].map((row) => row.id).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});

test('the same request is prepared once, and each page is one query', async () => {
  const reader = pageReader({ from: things, columns });
  const request: PageRequest = query.parse({ 'id[gt]': '1' });
  t.queries.length = 0;
  await reader(t, { ...request, limit: 5 });
  await reader(t, { ...request, limit: 3 });
  expect(t.queries).toHaveLength(2);
  expect(t.queries[0]).toBe(t.queries[1]);
});

test.each([
  ['id', ['x']],
  ['id', ['99999999999']],
  ['at', ['soon', '1']],
])('a cursor in the order of %s that holds %o is named in the refusal', async (sort, values) => {
  const failure = await read({ sort, cursor: encodeCursor(sort, values) }).catch(
    (error: unknown) => error,
  );
  expect(postgresProblem(failure, { method: 'GET' })).toMatchObject({
    status: 400,
    errors: [{ parameter: 'cursor' }],
  });
});
