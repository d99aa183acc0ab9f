import { eq, getTableColumns, sql } from 'drizzle-orm';
import { customType, integer, jsonb, pgSchema, point, timestamp } from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { updateStatement } from '../src/db/statements';
import { contextOf } from '../src/http/context';
import { json, mapped, storedJson, timestamp as timestampField } from '../src/http/fields';
import { changesOf } from '../src/http/merge-patch';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { expectProblem, expectStatus } from './expect';
import { testModule } from './module';

const box = customType<{ data: { size: number } }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
});

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('patch_test').table('things', {
  id: integer('id').primaryKey(),
  extra: jsonb('extra'),
  place: point('place', { mode: 'xy' }),
  box: box('box'),
  at: timestamp('at', { precision: 3 }),
});
const change = createInsertSchema(things, {
  extra: () => json<unknown>(),
  box: () => mapped(things.box),
  at: () => timestampField,
})
  .omit({ id: true })
  .partial()
  .strict();
const byId = eq(things.id, sql.placeholder('id'));
const update = updateStatement(things, byId, getTableColumns(things));

const module = testModule('patched', (app) => {
  app.patch(
    '/:id',
    {
      config: { work: ['find', 'write'] },
      schema: {
        params: z.object({ id: z.coerce.number() }),
        body: change,
        response: { 200: createSelectSchema(things, { extra: () => storedJson<unknown>() }) },
      },
    },
    async (request) => update(contextOf(request), request.params, changesOf(request, things)),
  );
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await asOwner(sql`create schema patch_test`);
  await asOwner(sql`
    create table patch_test.things (id int primary key, extra jsonb, place point, box jsonb, at timestamp(3))`);
});

const row = {
  id: 1,
  extra: { a: 1, b: { c: 2, d: 3 } },
  place: { x: 1, y: 2 },
  box: { size: 1 },
  at: new Date('2026-01-02T03:04:05.678Z'),
};

beforeEach(async () => {
  await t.db.delete(things);
  await t.db.insert(things).values(row);
});

afterAll(() => t.close());

const patch = (payload: object, type = 'application/merge-patch+json') =>
  t.send('PATCH', '/v1/patched/1', { payload, headers: { 'content-type': type } });

test('objects are merged at every level, null removes, and the rest of the row stays', async () => {
  const response = await patch({ extra: { b: { c: null }, e: 5 } });
  expectStatus(response, 200);
  const { at, ...rest } = row;
  const sent = { ...rest, at: at.toISOString(), extra: { a: 1, b: { d: 3 }, e: 5 } };
  expect(response.json()).toEqual(sent);
  const again = await patch(
    { extra: { a: [{ b: null }] } },
    'Application/Merge-Patch+JSON; charset=utf-8',
  );
  expect(again.json().extra).toEqual({ a: [{ b: null }], b: { d: 3 }, e: 5 });
});

test('plain JSON takes the place of what is there', async () => {
  const response = await patch({ extra: { b: { c: null } } }, 'application/json');
  expect(response.json().extra).toEqual({ b: { c: null } });
});

test('what is no object replaces, and null empties', async () => {
  for (const extra of [[1, { a: null }], 'text', 0, null]) {
    expect((await patch({ extra })).json().extra).toEqual(extra);
  }
});

test('values that are objects in JavaScript alone are set as they are', async () => {
  const response = await patch({ place: { x: 3, y: 4 }, at: '2026-01-02T03:04:05.679Z' });
  expectStatus(response, 200);
  expect(response.json()).toMatchObject({ place: { x: 3, y: 4 }, at: '2026-01-02T03:04:05.679Z' });
});

test('what could not be merged is refused, not replaced', async () => {
  expectProblem(await patch({ box: { size: 2 } }), 422, { pointer: '#/box' });
  expectStatus(await patch({ box: { size: 2 } }, 'application/json'), 200);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, {}]));
  expectProblem(await patch({ extra: many }), 422, { pointer: '#/extra' });
  expectStatus(await patch({ extra: many }, 'application/json'), 200);
});
