import { isNull, sql } from 'drizzle-orm';
import { integer, pgSchema, type PgColumn, timestamp } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { type Known, reference, requireReferences } from './references';

// A table of its own, so that this holds whatever the tables of the service are.
const notes = pgSchema('live_test').table('notes', {
  id: integer('id').primaryKey(),
  part: integer('part').notNull(),
  deletedAt: timestamp('deleted_at'),
});

// What refers to them by two columns, of which the database may give the second.
const lines = pgSchema('live_test').table('lines', {
  byFunction: integer('by_function').default(sql`live_test.part()`),
  byLiteral: integer('by_literal').default(sql`'2'`),
  byValue: integer('by_value').default(2),
  byGeneration: integer('by_generation').generatedAlwaysAs(sql`1 + 1`),
  byGenerating: integer('by_generating').generatedAlwaysAs(() => sql`2`),
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`
    create schema live_test;
    create table live_test.notes (id int, part int, deleted_at timestamp);
    insert into live_test.notes values (1, 1, null), (2, 1, now()), (3, 2, null),
      (4, 1, null), (4, 2, null), (4, 3, null);
    create sequence live_test.asked;
    create function live_test.part() returns int language sql as $$
      select nextval('live_test.asked'); select 2 $$;
  `);
});

afterAll(() => t.close());

const toNote = [reference({ noteId: notes.id }, isNull(notes.deletedAt))];
const toPart = [reference({ noteId: notes.id, notePart: notes.part }, isNull(notes.deletedAt))];

/** What a client is told of a body. */
async function refusal(references: typeof toNote, body: Record<string, unknown>, known?: Known) {
  try {
    await requireReferences({ db: t.db }, references, body, known);
    return undefined;
  } catch (error) {
    const { status, message, errors } = error as Record<string, unknown>;
    return { status, message, errors };
  }
}

test('a deleted row is refused exactly as one that is not there', async () => {
  expect(await refusal(toNote, { noteId: 1 })).toBeUndefined();
  const missing = await refusal(toNote, { noteId: 99 });
  expect(missing).toMatchObject({ status: 409 });
  expect(await refusal(toNote, { noteId: 2 })).toEqual(missing);
});

test('nothing is asked of a body that does not name it, or names nothing', async () => {
  t.queries.length = 0;
  expect(await refusal(toNote, { other: 2 })).toBeUndefined();
  expect(await refusal(toNote, { noteId: null })).toBeUndefined();
  expect(t.queries).toEqual([]);
});

test('a reference of two columns is given as a whole', async () => {
  expect(await refusal(toPart, { noteId: 3, notePart: 2 })).toBeUndefined();
  expect(await refusal(toPart, { noteId: 3, notePart: 1 })).toMatchObject({ status: 409 });
  expect(await refusal(toPart, { noteId: 3 })).toMatchObject({ status: 422 });
});

test('what no body sets is a part of it, and asks for nothing by itself', async () => {
  const ways = [
    (notePart: number): Known => ({ given: () => ({ notePart }) }),
    (notePart: number): Known => ({ row: async () => [{ notePart }], kept: ['notePart'] }),
  ];
  for (const inPart of ways) {
    expect(await refusal(toPart, { noteId: 3 }, inPart(2))).toBeUndefined();
    const refused = await refusal(toPart, { noteId: 3 }, inPart(1));
    expect(refused).toMatchObject({
      status: 409,
      errors: [{ pointer: '#/noteId' }],
    });
    expect(await refusal(toPart, { noteId: 2 }, inPart(1))).toMatchObject({ status: 409 });
    expect(await refusal(toPart, { other: 3 }, inPart(1))).toBeUndefined();
  }
  const none = { row: async () => [], kept: ['notePart'] };
  expect(await refusal(toPart, { noteId: 3 }, none)).toBeUndefined();
});

describe('of a new row, what the database gives it', () => {
  const { byFunction, byLiteral, byValue, byGeneration, byGenerating } = lines;
  const ways = [byFunction, byLiteral, byValue, byGeneration, byGenerating];
  const toPartBy = (notePart: PgColumn) => [
    reference({ noteId: notes.id, notePart: notes.part }, isNull(notes.deletedAt), { notePart }),
  ];

  test.each(ways)('is a part of a reference: $name', async (column) => {
    expect(await refusal(toPartBy(column), { noteId: 3 })).toBeUndefined();
    expect(await refusal(toPartBy(column), { noteId: 1 })).toMatchObject({ status: 409 });
    expect(await refusal(toPartBy(column), { other: 1 })).toBeUndefined();
  });

  test('is what its body says, where that says it', async () => {
    expect(await refusal(toPartBy(byValue), { noteId: 1, notePart: 1 })).toBeUndefined();
    expect(await refusal(toPartBy(byValue), { noteId: 3, notePart: 1 })).toMatchObject({
      status: 409,
    });
    expect(await refusal(toPartBy(byValue), { noteId: 3, notePart: null })).toBeUndefined();
  });

  test('is asked for once, however many rows it is compared with', async () => {
    await asOwner(sql`alter sequence live_test.asked restart`);
    await refusal(toPartBy(byFunction), { noteId: 4 });
    const { rows } = await t.db.execute(sql`select nextval('live_test.asked')::int as next`);
    expect(rows).toEqual([{ next: 2 }]);
  });

  test('is not what one has that is changed', async () => {
    const row = async () => [{ noteId: 3, notePart: 1 }];
    const kept = ['notePart'];
    expect(await refusal(toPartBy(byValue), { noteId: 1 }, { row, kept })).toBeUndefined();
    expect(await refusal(toPartBy(byValue), { noteId: 1 }, { row })).toMatchObject({ status: 422 });
  });
});

test('what a body may set is not taken from the row, which may hold something else by the time of the write', async () => {
  const row = async () => [{ noteId: 3, notePart: 2 }];
  expect(await refusal(toPart, { noteId: 3 }, { row })).toMatchObject({ status: 422 });
});

test('a row may go on referring to what it refers to already', async () => {
  const row = async () => [{ noteId: 2, notePart: 1 }];
  expect(await refusal(toNote, { noteId: 2 }, { row })).toBeUndefined();
  expect(await refusal(toNote, { noteId: 99 }, { row })).toMatchObject({ status: 409 });
  expect(await refusal(toPart, { noteId: 2, notePart: 1 }, { row })).toBeUndefined();
  expect(await refusal(toPart, { noteId: 2, notePart: 2 }, { row })).toMatchObject({ status: 409 });
});
