import { isNotNull, sql } from 'drizzle-orm';
import { integer, pgSchema, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { expectProblem, expectStatus } from '../../test/expect';
import { testModule } from '../../test/module';
import { indexConstraints } from '../db/constraints';
import { insertStatement } from '../db/statements';
import { holder, takenFor } from '../db/taken';
import { once } from '.';
import { idempotencyAnswers } from './table';

// A table and a route of its own, made as those of modules are.
const notes = pgSchema('idempotency_taken_test').table(
  'notes',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    deletedAt: timestamp('deleted_at'),
  },
  (table) => [unique('notes_name_key').on(table.name)],
);
const insert = insertStatement(notes, { id: notes.id, name: notes.name });
const isTakenUnseen = holder(notes, isNotNull(notes.deletedAt), indexConstraints({ notes }));

const module = testModule('notes', (app) => {
  const schema = {
    body: z.object({ name: z.string() }),
    response: { 201: z.object({ id: z.number(), name: z.string() }) },
  };
  app.post(
    '/',
    { config: { guards: ['idempotency'], work: ['write'] }, schema },
    (request, reply) =>
      once(request, reply, async (context) => {
        const values = request.body;
        const row = await insert(context, values).catch(takenFor(context, isTakenUnseen, values));
        reply.code(201);
        return row;
      }),
  );
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await asOwner(sql`
    create schema idempotency_taken_test;
    create table idempotency_taken_test.notes (id int primary key generated always as identity, name text,
      deleted_at timestamp, constraint notes_name_key unique (name));
    insert into idempotency_taken_test.notes (name, deleted_at) values ('gone', now());
  `);
});

afterAll(() => t.close());

const post = () =>
  t.send('POST', '/v1/notes', {
    payload: { name: 'gone' },
    headers: { 'idempotency-key': 'taken' },
  });

test('a value that a deleted row holds is refused under a key each time, nothing is kept, and the key works once it is free', async () => {
  const refusals = [await post(), await post(), ...(await Promise.all([post(), post(), post()]))];
  for (const refusal of refusals) {
    expect(expectProblem(refusal, 409).detail).toBe('It exists already, and is deleted.');
    expect(refusal.headers['idempotency-replayed']).toBeUndefined();
  }
  expect(await t.db.select().from(idempotencyAnswers)).toEqual([]);

  await t.db.delete(notes);
  const first = await post();
  expectStatus(first, 201);
  const again = await post();
  expect(again.body).toBe(first.body);
  expect(again.headers['idempotency-replayed']).toBe('true');
});
