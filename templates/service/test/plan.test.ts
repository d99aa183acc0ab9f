import { sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builder } from '../src/db/prepared';
import { type ListOptions, listQuery } from '../src/http/list';
import { pageQuery } from '../src/db/page';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { planOf, sortedFor } from './plan';

// What tests of lists go by, on a table of its own.
const things = pgSchema('plan_test').table('things', {
  id: integer('id').primaryKey(),
  owner: integer('owner').notNull(),
  name: text('name'),
  code: text('code').notNull(),
  size: integer('size').notNull(),
  weight: integer('weight').notNull(),
});
const listing: ListOptions<keyof typeof things._.columns> = {
  key: ['id'],
  filter: [],
  sort: ['id', 'name', 'code', 'size', 'weight'],
  defaultSort: 'id',
};

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
  await asOwner(sql`create schema plan_test`);
  await asOwner(sql`
    create table plan_test.things
      (id int primary key, owner int not null, name text, code text not null unique, size int not null, weight int not null)`);
  await asOwner(sql`create index on plan_test.things (name, id)`);
  // Beside the unique one: whichever is read, no two rows are equal in it.
  await asOwner(sql`create index on plan_test.things (code)`);
  await asOwner(sql`create index on plan_test.things (size)`);
  await asOwner(sql`create index on plan_test.things (owner, weight, id)`);
});

afterAll(() => t.close());

test('an order whose index lacks the key at its end is one that rows are sorted for', async () => {
  const all = await sortedFor(t, things, listing);
  expect(all).toEqual(['size', '-size', 'weight', '-weight']);
  const own = await sortedFor(t, things, listing, { scope: things.owner });
  expect(own).not.toContain('weight');
});

test.each(['name', '-name'])(
  'behind a cursor, what comes before it in the order of %s is not read, with and without NULL',
  async (sort) => {
    const request = listQuery(things, listing).parse({ sort });
    for (const cursor of [
      ['x', '1'],
      [null, '1'],
    ]) {
      const isLast = sort === 'name' && cursor[0] === null;
      const hasNulls = sort === 'name' || cursor[0] === null;
      for (const range of isLast || !hasNulls ? [0] : [0, 1]) {
        const page = pageQuery(
          builder,
          { from: things, columns: { id: things.id } },
          { ...request, cursor, range },
        );
        const plan = JSON.stringify(await planOf(t.db, page.toSQL().sql));
        expect(plan).toContain('"Index Cond"');
        expect(plan).not.toContain('"Filter"');
      }
    }
  },
);
