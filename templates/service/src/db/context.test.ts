import { eq, sql } from 'drizzle-orm';
import { integer, PgDialect, pgSchema, serial, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { barrier } from '../../test/barrier';
import { asOwner } from '../../test/database';
import { listQuery } from '../http/list';
import { pageReader } from '../http/page';
import { type Context, fromContext } from './context';
import { builder, prepared } from './prepared';
import { rowVersion } from './row-version';
import { deleteStatement, insertStatement, linkStatement, updateStatement } from './statements';
import { inTransaction } from './transaction';

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('context_test').table('things', {
  id: serial('id').primaryKey(),
  name: text('name').unique(),
  size: integer('size'),
});
const columns = { id: things.id, name: things.name, version: rowVersion(things) };
const byId = eq(things.id, sql.placeholder('id'));

// Made once for all tests, as those of a module are.
const insert = insertStatement(things, columns);
const link = linkStatement(things, [things.name]);
const update = updateStatement(things, byId, columns);
const remove = deleteStatement(things, byId);
const find = prepared(builder.select(columns).from(things).where(byId));
const list = pageReader({ from: things, columns });
const request = listQuery(things, {
  key: ['id'],
  filter: ['name'],
  sort: ['id'],
  defaultSort: 'id',
}).parse({ total: 'true' });

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema context_test`);
  await asOwner(sql`
    create table context_test.things (id serial primary key, name text unique, size int)`);
});

beforeEach(async () => {
  await asOwner(sql`truncate context_test.things`);
});

afterAll(() => t.close());

/** One of each statement; what it leaves is one row. */
async function everyStatement(context: Context): Promise<unknown> {
  const { id, version } = await insert(context, { size: 1 });
  await update(context, { id }, { size: 2 }, [version]);
  await update(context, { id }, { size: 3 });
  await link(context, { name: `linked to ${id}` });
  const [found] = await find(context, { id });
  const page = await list(context, request);
  expect([found?.id, page.data.map((row) => row.id), page.total]).toContain(id);
  await remove(context, { id }, [version]);
  await remove(context, { id });
  return page.total;
}

test('every statement runs in the transaction of its context, and is undone with it', async () => {
  const undone = inTransaction(t, async (context) => {
    const { id } = await insert(context, { name: 'inside' });
    await link(context, { name: 'linked' });
    expect(await find(context, { id })).toMatchObject([{ name: 'inside' }]);
    expect(await find(t, { id })).toEqual([]);
    expect(await update(context, { id }, { name: 'changed' })).toMatchObject({ name: 'changed' });
    // An expression makes for a text of its own, which is not kept.
    expect(await update(context, { id }, { size: sql`size + 1` })).toMatchObject({ id });
    expect(await list(context, request)).toMatchObject({ total: 2 });
    expect(await list(t, request)).toMatchObject({ total: 0 });
    expect(await remove(t, { id })).toBe(false);
    expect(await remove(context, { id })).toBe(true);
    throw new Error('undo this');
  });
  await expect(undone).rejects.toThrow('undo this');
  expect(await list(t, request)).toMatchObject({ total: 0, data: [] });
});

test('a statement is built once, for the pool and for every transaction', async () => {
  const builds = (['Select', 'Insert', 'Update', 'Delete'] as const).map((kind) =>
    vi.spyOn(PgDialect.prototype, `build${kind}Query`),
  );
  // Those of this table: what a service does by the way asks for rows as well.
  const built = () => builds.flatMap(({ mock }) => mock.calls.map(([{ table }]) => table));
  const count = () => built().filter((table) => table === things).length;
  await everyStatement(t);
  const before = count();
  expect(before).toBeGreaterThan(0);
  expect(await inTransaction(t, everyStatement)).toBe(3);
  expect(await everyStatement(t)).toBe(4);
  expect(await inTransaction(t, everyStatement)).toBe(5);
  expect(count()).toBe(before);
  for (const build of builds) build.mockRestore();
});

test('transactions that run together keep to their own connections', async () => {
  const connection = prepared(builder.select({ pid: sql<number>`pg_backend_pid()` }).from(things));
  const meet = barrier(3);
  const work = (name: string) =>
    inTransaction(t, async (context) => {
      const { id } = await insert(context, { name });
      const pids = [];
      for (let i = 0; i < 5; i += 1) {
        // One row: of the others' rows none is to be seen.
        const rows = await connection(context);
        pids.push(...rows.map(({ pid }) => pid));
        await update(context, { id }, { size: i });
      }
      await meet();
      return pids;
    });
  const all = await Promise.all(['a', 'b', 'c'].map(work));
  expect(all.map((pids) => [pids.length, new Set(pids).size])).toEqual([
    [5, 1],
    [5, 1],
    [5, 1],
  ]);
  expect(new Set(all.flat()).size).toBe(3);
});

test('the statements of a transaction are counted like all others', async () => {
  t.queries.length = 0;
  await inTransaction(t, (context) => insert(context, { name: 'counted' }));
  expect(t.queries.map((query) => query.split(' ')[0])).toEqual(['begin', 'insert', 'commit']);
});

test('a value of the context is bound to every statement, and none that is given takes its place', async () => {
  const named = eq(things.name, fromContext('name'));
  const own = pageReader({ from: things, columns, where: named });
  const take = updateStatement(things, named, columns);
  await insert(t, { name: 'mine' });
  await insert(t, { name: 'yours' });
  const mine = { db: t.db, values: { name: 'mine' } };
  expect(await own(mine, request, { name: 'yours', 'context:name': 'yours' })).toMatchObject({
    total: 1,
    data: [{ name: 'mine' }],
  });
  const taken = await inTransaction(mine, (context) => take(context, {}, { size: 5 }));
  expect(taken).toMatchObject({ name: 'mine' });
  // Statements that are not kept prepared are no exception.
  const twice = await take(mine, {}, { size: sql`size * 2` });
  expect(twice).toMatchObject({ name: 'mine' });
  await expect(own(t, request)).rejects.toThrow('No value for placeholder "context:name"');
});
