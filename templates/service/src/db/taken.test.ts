import { isNotNull, sql } from 'drizzle-orm';
import { integer, pgSchema, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { indexConstraints } from './constraints';
import { insertStatement } from './statements';
import { holder, Taken, takenFor } from './taken';
import { inTransaction } from './transaction';

// A table of its own, so that this holds whatever the tables of the service are.
const notes = pgSchema('taken_test').table(
  'notes',
  {
    id: integer('id').primaryKey(),
    name: text('name').notNull(),
    mail: text('mail').notNull(),
    place: integer('place').notNull(),
    deletedAt: timestamp('deleted_at'),
  },
  (table) => [
    unique('notes_name_key').on(table.name),
    uniqueIndex('notes_mail_idx').on(sql`lower(${table.mail})`),
    uniqueIndex('notes_place_idx')
      .on(table.place)
      .where(sql`${table.deletedAt} is null`),
  ],
);
const insert = insertStatement(notes, { id: notes.id });
const holds = holder(notes, isNotNull(notes.deletedAt), indexConstraints({ notes }));

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`
    create schema taken_test;
    create table taken_test.notes (id int primary key, name text, mail text, place int, deleted_at timestamp,
      constraint notes_name_key unique (name));
    create unique index notes_mail_idx on taken_test.notes (lower(mail));
    create unique index notes_place_idx on taken_test.notes (place) where deleted_at is null;
    insert into taken_test.notes values
      (1, 'gone', 'gone@example.com', 1, now()), (2, 'here', 'here@example.com', 1, null);
  `);
});

afterAll(() => t.close());

/** Whether a deleted row holds what another one can't have, as it is told when a transaction has come to its end. */
async function isHeldUnseen(changes: Partial<typeof notes.$inferInsert>): Promise<boolean> {
  const values = { id: 3, name: 'new', mail: 'new@example.com', place: 3, ...changes };
  const failed = inTransaction(t, (context) =>
    insert(context, values).catch(takenFor(context, holds, values)),
  );
  const error: unknown = await failed.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Taken);
  return (error as Taken).isHeldUnseen(t.db);
}

test('a value is held by a row that is deleted, or by one that is not', async () => {
  expect(await isHeldUnseen({ name: 'gone' })).toBe(true);
  expect(await isHeldUnseen({ name: 'here' })).toBe(false);
  expect(await isHeldUnseen({ id: 1 })).toBe(true);
});

test('an index of an expression is asked as it stands', async () => {
  expect(await isHeldUnseen({ mail: 'GONE@example.com' })).toBe(true);
  expect(await isHeldUnseen({ mail: 'HERE@example.com' })).toBe(false);
});

test('a row that an index leaves out holds nothing', async () => {
  expect(await isHeldUnseen({ place: 1 })).toBe(false);
});

test('any other failure stays what it is', async () => {
  const values = { id: 3, mail: 'new@example.com', place: 3 } as typeof notes.$inferInsert;
  const failed = inTransaction(t, (context) =>
    insert(context, { ...values, name: sql`1 / 0` as never }).catch(
      takenFor(context, holds, values),
    ),
  );
  await expect(failed).rejects.not.toBeInstanceOf(Taken);
});
