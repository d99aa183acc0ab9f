import { eq, sql } from 'drizzle-orm';
import { integer, json, jsonb, pgSchema, serial } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { duringWrite } from '../../test/conflicts';
import { asOwner } from '../../test/database';
import { MergePatch } from './merge-patch';
import { rowVersion } from './row-version';
import { updateStatement } from './statements';

// A table of its own, so that this holds whatever the tables of the service are.
const documents = pgSchema('merge_patch_test').table('documents', {
  id: serial('id').primaryKey(),
  value: jsonb('value'),
  text: json('text'),
  n: integer('n'),
});
const columns = {
  value: documents.value,
  text: sql<string>`${documents.text}::text`,
  version: rowVersion(documents),
};
const update = updateStatement(documents, sql`${documents.id} = ${sql.placeholder('id')}`, columns);

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema merge_patch_test`);
  await asOwner(sql`
    create table merge_patch_test.documents (id serial primary key, value jsonb, text json, n int)`);
});

afterAll(() => t.close());

async function rowWith(value: unknown): Promise<{ id: number }> {
  const text = value === undefined ? null : JSON.stringify(value);
  const [row] = await t.db
    .insert(documents)
    .values({ value: sql`${text}::jsonb`, text: sql`${text}::json` })
    .returning({ id: documents.id });
  return row as { id: number };
}

const nested = { a: 1, b: { c: 2, d: 3 } };

// Those of RFC 7396, appendix A, whose patch is an object, and what stands in the way of a nested one.
test.each<[before: unknown, patch: Record<string, unknown>, after: unknown]>([
  [nested, { b: { c: null }, e: 5 }, { a: 1, b: { d: 3 }, e: 5 }],
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1, { x: null }] }, { a: [1, { x: null }] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [undefined, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ['text', { a: 1 }, { a: 1 }],
  [{ a: [1, 2] }, { a: { 0: 'x' } }, { a: { 0: 'x' } }],
  [{ a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
  [{ '': { '{}': 1 } }, { '': { '{}': null, 'a,b': '"' } }, { '': { 'a,b': '"' } }],
])('%j with %j is %j', async (before, patch, after) => {
  const row = await rowWith(before);
  const changes = { value: new MergePatch(patch), text: new MergePatch(patch) };
  const changed = await update(t, row, changes);
  expect(changed?.value).toEqual(after);
  expect(JSON.parse(changed?.text ?? '')).toEqual(after);
});

test('what is not patched is kept to the digit', async () => {
  const { id } = await rowWith({});
  await t.db.execute(
    sql`update merge_patch_test.documents set value = '{"big":12345678901234567890.10}'`,
  );
  await update(t, { id }, { value: new MergePatch({ a: 1 }) });
  const [row] = await t.db
    .select({ text: sql`${documents.value}::text` })
    .from(documents)
    .where(eq(documents.id, id));
  expect(row).toEqual({ text: '{"a": 1, "big": 12345678901234567890.10}' });
});

test('one statement serves all patches', async () => {
  const row = await rowWith({});
  t.queries.length = 0;
  for (const patch of [{ a: 1 }, { b: { c: { d: 1 } } }, { a: null }]) {
    await update(t, row, { value: new MergePatch(patch) });
  }
  expect(t.queries).toHaveLength(3);
  expect(new Set(t.queries).size).toBe(1);
});

test('a row that another writes meanwhile is patched as that one leaves it', async () => {
  const row = await rowWith({ mine: 0, theirs: 0 });
  const changed = await duringWrite(
    t.db,
    (tx) =>
      tx
        .update(documents)
        .set({ value: { mine: 0, theirs: 1 } })
        .where(eq(documents.id, row.id)),
    () => update(t, row, { value: new MergePatch({ mine: 1 }) }),
  );
  expect(changed?.value).toEqual({ mine: 1, theirs: 1 });
});

test('nothing is patched in a version that is over', async () => {
  const row = await rowWith({ a: 1 });
  expect(await update(t, row, { value: new MergePatch({ a: 2 }) }, ['0'])).toBeUndefined();
});
