import { asc, sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { ADMIN } from '../auth/roles';
import type { UserId } from '../auth/users';
import { builder, prepared } from '../db/prepared';
import { callerContext } from './context';
import {
  type Access,
  nobodys,
  ofTenant,
  ownedBy,
  policy,
  through,
  visible,
  within,
} from './policy';
import type { TenantId } from './tenants';

// Tables of its own, so that this holds whatever the tables of the service are.
const own = pgSchema('policy_test');
const notes = own.table('notes', {
  id: integer('id').primaryKey(),
  ownerId: text('owner_id').notNull(),
  tenantId: text('tenant_id').notNull(),
});
const lines = own.table('lines', {
  id: integer('id').primaryKey(),
  noteId: integer('note_id').notNull(),
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`
    create schema policy_test;
    create table policy_test.notes (id int, owner_id text, tenant_id text);
    create table policy_test.lines (id int, note_id int);
    insert into policy_test.notes values (1, 'ann', 'a'), (2, 'bob', 'a'), (3, 'ann', 'b');
    insert into policy_test.lines values (10, 1), (20, 2), (21, 2), (30, 3);
  `);
});

afterAll(() => t.close());

/** @param name what the owner's column holds, whatever type ids of users have here */
const someone = (name: unknown, roles: string[] = []) => ({ userId: name as UserId, roles });
const ann = someone('ann');
const eve = someone('eve');
const admin = someone('root', [ADMIN]);

type Someone = ReturnType<typeof someone> | null;

const as = (caller: Someone) => callerContext(t.db, caller);

const notesIn = (access: Access) => {
  const read = within(access, (rows) =>
    prepared(builder.select({ id: notes.id }).from(notes).where(rows).orderBy(asc(notes.id))),
  );
  return async (...given: Parameters<typeof read>) => (await read(...given)).map(({ id }) => id);
};

const ofOwner = policy(ownedBy(notes.ownerId), { read: 'owner', list: 'public', delete: 'admin' });

test('rows are reached by their owner and by admins, and by nobody else [ASVS 8.2.2]', async () => {
  const read = notesIn(ofOwner.read);
  expect(await read(as(ann))).toEqual([1, 3]);
  expect(await read(as(eve))).toEqual([]);
  expect(await read(as(admin))).toEqual([1, 2, 3]);
  // In whatever order they come: each keeps to their own.
  expect(await read(as(ann))).toEqual([1, 3]);
  await expect(read(as(null))).rejects.toMatchObject({ status: 401 });
});

test('parts of a row belong to whom the row belongs [ASVS 8.2.2]', async () => {
  const ofLines = policy(through(lines.noteId, notes.id, ofOwner), { read: 'owner' });
  const read = within(ofLines.read, (rows) =>
    prepared(builder.select({ id: lines.id }).from(lines).where(rows).orderBy(asc(lines.id))),
  );
  expect(await read(as(ann))).toEqual([{ id: 10 }, { id: 30 }]);
  expect(await read(as(eve))).toEqual([]);
  expect(await read(as(admin))).toHaveLength(4);
});

test("what is public is everybody's, and what is open to whoever is signed in is theirs", async () => {
  const open = policy(nobodys, { read: 'signedIn' });
  expect(await notesIn(ofOwner.list)(as(null))).toEqual([1, 2, 3]);
  expect(await notesIn(open.read)(as(eve))).toEqual([1, 2, 3]);
  await expect(notesIn(open.read)(as(null))).rejects.toMatchObject({ status: 401 });
});

test("what is an admin's is refused to all others: 401 where nobody knows who they are, else 403", async () => {
  const remove = notesIn(ofOwner.delete);
  expect(await remove(as(admin))).toEqual([1, 2, 3]);
  await expect(remove(as(ann))).rejects.toMatchObject({ status: 403 });
  await expect(remove(as(null))).rejects.toMatchObject({ status: 401 });
});

test('rows that come along with others are left out without a word', async () => {
  const along = (access: Access) =>
    visible(access, (rows) =>
      prepared(builder.select({ id: notes.id }).from(notes).where(rows).orderBy(asc(notes.id))),
    );
  expect(await along(ofOwner.read)(as(ann))).toEqual([{ id: 1 }, { id: 3 }]);
  expect(await along(ofOwner.delete)(as(ann))).toEqual([]);
  expect(await along(ofOwner.read)({ db: t.db })).toEqual([]);
});

test('rows of a tenant are reached by its members alone, and those who manage it may do more [ASVS 8.4.1]', async () => {
  const ofNotes = policy(ofTenant(notes.tenantId), { read: 'member', update: 'manager' });
  const inTenant = (name: unknown, isManager = false) =>
    callerContext(t.db, ann, { id: name as TenantId, isManager });
  expect(await notesIn(ofNotes.read)(inTenant('a'))).toEqual([1, 2]);
  expect(await notesIn(ofNotes.read)(inTenant('b'))).toEqual([3]);
  expect(await notesIn(ofNotes.update)(inTenant('a', true))).toEqual([1, 2]);
  await expect(notesIn(ofNotes.read)(as(ann))).rejects.toMatchObject({ status: 403 });
  await expect(notesIn(ofNotes.update)(inTenant('a'))).rejects.toMatchObject({ status: 403 });
});
