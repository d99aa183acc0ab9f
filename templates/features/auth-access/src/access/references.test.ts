import { eq, sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import type { UserId } from '../auth/users';
import { requireReferences } from '../http/references';
import { callerContext } from './context';
import { ownedBy, policy } from './policy';
import { reference } from './references';

// Tables of its own, so that this holds whatever the tables of the service are.
const notes = pgSchema('references_test').table('notes', {
  id: integer('id').primaryKey(),
  part: integer('part').notNull(),
  ownerId: text('owner_id').notNull(),
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`
    create schema references_test;
    create table references_test.notes (id int, part int, owner_id text);
    insert into references_test.notes values (1, 1, 'ann'), (2, 1, 'bob'), (3, 2, 'ann');
  `);
});

afterAll(() => t.close());

const { read } = policy(ownedBy(notes.ownerId), { read: 'owner' });
const toNote = [reference(read, { noteId: notes.id })];

/** What Ann is told of a body. */
async function refusal(references: typeof toNote, body: Record<string, unknown>) {
  const name: unknown = 'ann';
  const ann = callerContext(t.db, { userId: name as UserId, roles: [] });
  try {
    await requireReferences(ann, references, body);
    return undefined;
  } catch (error) {
    const { status, message, extensions } = error as Record<string, unknown>;
    return { status, message, extensions };
  }
}

test('a body refers to what its sender reaches [ASVS 8.2.2]', async () => {
  expect(await refusal(toNote, { noteId: 1 })).toBeUndefined();
  expect(await refusal(toNote, { noteId: 2 })).toMatchObject({ status: 409 });
});

test("somebody else's row is refused exactly as one that is not there", async () => {
  const missing = await refusal(toNote, { noteId: 99 });
  expect(missing).toMatchObject({ status: 409 });
  expect(await refusal(toNote, { noteId: 2 })).toEqual(missing);
});

test('rows that do not count are not there', async () => {
  const toFirst = [reference(read, { noteId: notes.id }, eq(notes.part, 1))];
  expect(await refusal(toFirst, { noteId: 1 })).toBeUndefined();
  expect(await refusal(toFirst, { noteId: 3 })).toMatchObject({ status: 409 });
});
