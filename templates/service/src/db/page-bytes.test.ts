import { eq, sql } from 'drizzle-orm';
import { integer, jsonb, pgSchema, text, varchar } from 'drizzle-orm/pg-core';
import { createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { openToAll } from '../../test/open';
import { listQuery } from '../http/list';
import { loadIncludes, many, one } from '../http/includes';
import { pageReader } from '../http/page';
import { pageQuery } from './page';
import { hasLong, openBytes, SHARE } from './page-bytes';
import { builder, prepared } from './prepared';

const shelf = pgSchema('bytes_test');
const books = shelf.table('books', {
  id: integer('id').primaryKey(),
  title: varchar('title', { length: 200 }),
  body: text('body'),
  extra: jsonb('extra'),
});
const notes = shelf.table('notes', {
  id: integer('id').primaryKey(),
  bookId: integer('book_id').notNull(),
  text: text('text').notNull(),
});
const columns = { id: books.id, title: books.title, body: books.body, extra: books.extra };
const query = listQuery(books, { key: ['id'], filter: ['id'], sort: ['id'], defaultSort: 'id' });
const includes = {
  notes: many({
    ...openToAll,
    from: ['id'],
    to: [notes.bookId],
    target: notes,
    response: createSelectSchema(notes),
    order: [notes.id],
    list: '/notes?bookId={}',
  }),
};

const KB = 1024;

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ env: { PAGE_MAX_BYTES: String(100 * KB) } });
  await asOwner(sql`create schema bytes_test`);
  await asOwner(sql`
    create table bytes_test.books (id int primary key, title varchar(200), body text, extra jsonb)`);
  await asOwner(
    sql`create table bytes_test.notes (id int primary key, book_id int not null, text text not null)`,
  );
  // Compressed, each of them is small.
  await t.db.execute(sql`
    insert into bytes_test.books select n, 'book', repeat('é', ${20 * KB}::int), null from generate_series(1, 9) n`);
  await t.db.execute(sql`
    insert into bytes_test.books select n, 'book', null, jsonb_build_object('text', repeat('x', ${40 * KB}::int))
    from generate_series(10, 13) n`);
  await t.db.execute(
    sql`insert into bytes_test.books values (14, 'fat', repeat('x', ${900 * KB}::int)), (15, 'fat', repeat('x', ${900 * KB}::int))`,
  );
  await t.db.execute(sql`
    insert into bytes_test.notes select n, 1 + n / 10, repeat('x', ${4 * KB}::int) from generate_series(0, 39) n`);
});

afterAll(() => t.close());

const read = pageReader({ from: books, columns });
const page = (request: Record<string, string>) => read(t, query.parse(request));

describe('a page', () => {
  test('is shorter where its rows are long, is never empty, and goes on behind its last row', async () => {
    const lengths: number[] = [];
    const ids: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { data, nextCursor }: Awaited<ReturnType<typeof page>> = await page({
        limit: '100',
        ...(cursor && { cursor }),
      });
      lengths.push(data.length);
      ids.push(...data.map((row) => row.id));
      cursor = nextCursor;
    }
    expect(ids).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    // The row with which there is no more room is the last.
    expect(lengths).toEqual([3, 3, 3, 3, 2, 1]);
  });

  test('of which all rows fit ends as any other', async () => {
    expect(await page({ id: '4' })).toMatchObject({ data: [{ id: 4 }], nextCursor: null });
    expect(await page({ limit: '2' })).toMatchObject({ data: [{ id: 1 }, { id: 2 }] });
  });

  test('does not read the long values of rows that it has no room for', async () => {
    const rows = await page({ limit: '100' });
    expect(JSON.stringify(rows).length).toBeLessThan(200 * KB);
  });

  test('is one query, and a second one only where a row has more than its share', async () => {
    const queries = async (limit: string) => {
      t.queries.length = 0;
      await page({ limit });
      return t.queries.length;
    };
    expect(await queries('1')).toBe(1);
    expect(await queries('2')).toBe(2);
  });

  test('reads of a row with more than its share nothing long at first', async () => {
    const range = { ...query.parse({ limit: '3' }), range: 0 };
    const first = prepared<Record<string, unknown>[]>(
      pageQuery(builder, { from: books, columns }, range),
    );
    const bound = { [SHARE]: 40 * KB, 'page:take': 10 };
    const rows = await first(t, bound);
    expect(rows[8]).toMatchObject({ id: 9, title: 'book', body: 'é'.repeat(20 * KB), extra: null });
    expect(rows[9]).toMatchObject({ id: 10, title: 'book', body: null, extra: null });
    expect([hasLong(rows.slice(0, 9)), hasLong(rows)]).toEqual([false, true]);
  });
});

describe('what is brought along', () => {
  const withNotes = pageReader({ from: books, columns: { id: books.id }, includes });

  test('makes the page shorter, so that each of its rows has all', async () => {
    const request = { ...query.parse({ limit: '4' }), include: ['notes'] };
    const { data, nextCursor } = await withNotes(t, request);
    const found = data.map((row) => (row as unknown as { notes: unknown[] }).notes.length);
    // A half of the room is for the notes: there are forty kilobytes of them for each book.
    expect(found).toEqual([10]);
    expect(nextCursor).not.toBeNull();
    expect(data[0]).not.toHaveProperty('_more');
  });

  test('is cut where it is too much for one row, which says so', async () => {
    await t.db.execute(sql`update bytes_test.notes set book_id = 1 where book_id = 2`);
    const rows: Record<string, unknown>[] = [{ id: 1 }];
    expect(await loadIncludes(t, includes, ['notes'], rows)).toBe(1);
    expect(rows[0]?.['notes']).toHaveLength(13);
    expect(rows[0]?.['_more']).toEqual({ notes: '/notes?bookId=1' });
  });

  test('is whole for each row where it is one', async () => {
    const toOne = {
      book: one({
        ...openToAll,
        from: ['bookId'],
        to: [books.id],
        target: books,
        response: createSelectSchema(books),
        where: eq(books.title, 'fat'),
      }),
    };
    const rows: Record<string, unknown>[] = [{ bookId: 14 }, { bookId: 15 }, { bookId: 14 }];
    expect(await loadIncludes(t, toOne, ['book'], rows)).toBe(1);
    expect(rows[0]?.['book']).toMatchObject({ id: 14 });
  });
});

test('short rows are not measured', () => {
  expect(openBytes(books, { id: books.id, title: books.title })).toBeUndefined();
});
