import { desc, eq, sql } from 'drizzle-orm';
import { boolean, integer, PgDialect, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { openToAll } from '../../test/open';
import { type Context, fromContext } from '../db/context';
import { MAX_INCLUDED } from '../db/includes';
import { inTransaction } from '../db/transaction';
import { includedShape, loadIncludes, many, MORE, one, wholeList } from './includes';

// Tables of its own, so that this holds whatever the tables of the service are.
const schema = pgSchema('includes_test');
const owners = schema.table(
  'owners',
  {
    region: text('region').notNull(),
    id: integer('id').notNull(),
    password: text('password'),
  },
  (table) => [primaryKey({ columns: [table.region, table.id] })],
);
// Named as the alias is that stands for the rows a query starts from.
const parts = schema.table('_parent', {
  id: integer('id').primaryKey(),
  ownerRegion: text('owner_region'),
  ownerId: integer('owner_id'),
  gone: boolean('gone').notNull().default(false),
});

const includes = {
  owner: one({
    ...openToAll,
    from: ['ownerRegion', 'ownerId'],
    to: [owners.region, owners.id],
    target: owners,
    response: createSelectSchema(owners).pick({ region: true, id: true }),
  }),
  parts: many({
    ...openToAll,
    from: ['region', 'id'],
    to: [parts.ownerRegion, parts.ownerId],
    target: parts,
    response: createSelectSchema(parts).pick({ id: true }),
    order: [parts.id],
    list: '/v1/parts?ownerRegion={}&owner%5Bid%5D={}',
    where: eq(parts.gone, false),
  }),
};

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema includes_test`);
  await asOwner(sql`
    create table includes_test.owners
      (region text not null, id int not null, password text, primary key (region, id))`);
  await asOwner(sql`
    create table includes_test._parent
      (id int primary key, owner_region text, owner_id int, gone boolean not null default false)`);
  await t.db.insert(owners).values([
    { region: 'eu', id: 1, password: 'secret' },
    { region: 'us', id: 1 },
    { region: 'us', id: 2 },
  ]);
  await t.db.execute(
    sql`insert into includes_test._parent select n, 'eu', 1 from generate_series(1, 150) n`,
  );
  await t.db
    .insert(parts)
    .values([
      { id: 201, ownerRegion: 'us', ownerId: 1 },
      { id: 202, ownerRegion: 'us', ownerId: 1, gone: true },
      { id: 203 },
    ]);
});

beforeEach(() => {
  t.queries.length = 0;
});

afterAll(() => t.close());

test('many: bounded for each row, in order, in one query, without rows that do not count', async () => {
  const rows: Record<string, unknown>[] = [
    { region: 'eu', id: 1 },
    { region: 'us', id: 1 },
    { region: 'us', id: 2 },
  ];
  await loadIncludes(t, includes, ['parts'], rows);
  const [eu, us, empty] = rows.map((row) => row['parts'] as { id: number }[]);
  expect(eu?.map((part) => part.id)).toEqual(Array.from({ length: MAX_INCLUDED }, (_, i) => i + 1));
  const more = rows.map((row) => row[MORE]);
  const list = '/v1/parts?ownerRegion=eu&owner%5Bid%5D=1';
  expect(more).toEqual([{ parts: list }, undefined, undefined]);
  expect(us).toEqual([{ id: 201 }]);
  expect(empty).toEqual([]);
  expect(t.queries).toHaveLength(1);
});

test('many: as many as may come along are all there are', async () => {
  await t.db.insert(owners).values({ region: 'full', id: 1 });
  await t.db.execute(sql`
    insert into includes_test._parent select 1000 + n, 'full', 1 from generate_series(1, ${MAX_INCLUDED}) n`);
  const rows: Record<string, unknown>[] = [{ region: 'full', id: 1 }];
  await loadIncludes(t, includes, ['parts'], rows);
  expect(rows[0]?.['parts']).toHaveLength(MAX_INCLUDED);
  expect(rows[0]).not.toHaveProperty([MORE]);
});

test('many: the first to come along are the first of their order', async () => {
  const newest = { latest: many({ ...includes.parts, order: [desc(parts.id)] }) };
  const rows: Record<string, unknown>[] = [{ region: 'eu', id: 1 }];
  await loadIncludes(t, newest, ['latest'], rows);
  const found = rows.flatMap((row) => row['latest'] as { id: number }[]);
  expect(found.map(({ id }) => id)).toEqual(
    Array.from({ length: MAX_INCLUDED }, (_, i) => 150 - i),
  );
});

test('what stands in a URL is escaped, and a time is as it is sent', () => {
  const { parts: include } = includes;
  expect(wholeList(include, { region: 'a/ b&c', id: new Date(0) })).toBe(
    '/v1/parts?ownerRegion=a%2F%20b%26c&owner%5Bid%5D=1970-01-01T00%3A00%3A00.000Z',
  );
  // A value may look like a place for one.
  expect(wholeList({ ...include, list: '/{}/{}' }, { region: '{}', id: '$&' })).toBe(
    '/%7B%7D/%24%26',
  );
  const { list: _, ...without } = include;
  expect(wholeList(without, { region: 'eu', id: 1 })).toBeNull();
});

test('a response says where there is more, and only where something can be cut', () => {
  const shape = z.object(includedShape(includes));
  expect(shape.parse({ parts: [], [MORE]: { parts: null } })).toHaveProperty([MORE]);
  expect(includedShape({ owner: includes.owner })).not.toHaveProperty([MORE]);
});

test('one: what is not sent is not read, and nothing is null', async () => {
  const rows: Record<string, unknown>[] = [
    { ownerRegion: 'eu', ownerId: 1 },
    { ownerRegion: 'us', ownerId: 2 },
    { ownerRegion: null, ownerId: null },
    { ownerRegion: 'eu', ownerId: 1 },
  ];
  await loadIncludes(t, includes, ['owner'], rows);
  expect(rows.map((row) => row['owner'])).toEqual([
    { region: 'eu', id: 1 },
    { region: 'us', id: 2 },
    null,
    { region: 'eu', id: 1 },
  ]);
  expect(t.queries).toHaveLength(1);
  expect(t.queries[0]).not.toContain('password');
});

test('each include is built once, whatever the rows', async () => {
  const build = vi.spyOn(PgDialect.prototype, 'buildSelectQuery');
  const own = { parts: many(includes.parts), owner: one(includes.owner) };
  const load = async (context: Context, size: number) => {
    const rows = Array.from({ length: size }, (_, id) => ({ region: 'eu', id, ownerId: id }));
    await loadIncludes(context, own, ['parts', 'owner'], rows);
  };
  // Of these tables alone: what the service asks for by the way is built meanwhile.
  const tables = new Set<unknown>([parts, owners]);
  const built = () => build.mock.calls.filter(([{ table }]) => tables.has(table)).length;
  await load(t, 1);
  const builds = built();
  expect(builds).toBeGreaterThan(0);
  await load(t, 7);
  await inTransaction(t, (context) => load(context, 3));
  expect(built()).toBe(builds);
  build.mockRestore();
});

test('a value of the context decides which rows count, and nobody can leave it out', async () => {
  const seen = many({ ...includes.parts, where: eq(parts.id, fromContext('part')) });
  const load = async (context: Context) => {
    const rows: Record<string, unknown>[] = [{ region: 'eu', id: 1 }];
    await loadIncludes(context, { seen }, ['seen'], rows);
    return rows[0]?.['seen'];
  };
  const found = await Promise.all([3, 4, 999].map((part) => load({ db: t.db, values: { part } })));
  expect(found).toEqual([[{ id: 3 }], [{ id: 4 }], []]);
  await expect(load({ db: t.db })).rejects.toThrow('No value for placeholder "context:part"');
});

test('nothing to look for is not looked for', async () => {
  const rows = [{ ownerRegion: null, ownerId: null }];
  await loadIncludes(t, includes, ['owner'], rows);
  expect(rows).toEqual([{ ownerRegion: null, ownerId: null, owner: null }]);
  expect(t.queries).toEqual([]);
});
