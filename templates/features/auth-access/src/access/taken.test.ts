import { and, isNotNull, sql } from 'drizzle-orm';
import { pgSchema, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import type { UserId } from '../auth/users';
import { indexConstraints } from '../db/constraints';
import { insertStatement } from '../db/statements';
import { holder } from '../db/taken';
import { callerContext } from './context';
import { ownedBy, policy, within } from './policy';

// A table of its own, so that this holds whatever the tables of the service are.
const notes = pgSchema('taken_scope_test').table(
  'notes',
  {
    name: text('name').notNull(),
    ownerId: text('owner_id').notNull(),
    deletedAt: timestamp('deleted_at'),
  },
  (table) => [unique('notes_name_key').on(table.name)],
);
const { read } = policy(ownedBy(notes.ownerId), { read: 'owner' });
const index = indexConstraints({ notes });
const isTakenUnseen = within(
  read,
  (rows) => holder(notes, and(isNotNull(notes.deletedAt), rows), index),
  false,
);

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`
    create schema taken_scope_test;
    create table taken_scope_test.notes (name text, owner_id text, deleted_at timestamp,
      constraint notes_name_key unique (name));
    insert into taken_scope_test.notes values ('a', 'ann', now()), ('b', 'bob', now());
  `);
});

afterAll(() => t.close());

test('of a value that a deleted row holds, only who could have read the row is told', async () => {
  const id: unknown = 'ann';
  const ann = callerContext(t.db, { userId: id as UserId, roles: [] });
  const told = async (name: string) => {
    const values = { name, ownerId: 'ann' };
    const error: unknown = await insertStatement(notes, { name: notes.name })(t, values).catch(
      (reason: unknown) => reason,
    );
    return isTakenUnseen(ann, error, values);
  };
  expect([await told('a'), await told('b')]).toEqual([true, false]);
});
