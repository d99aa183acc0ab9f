import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  doublePrecision,
  integer,
  jsonb,
  line,
  pgSchema,
  point,
  real,
} from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, mapped, storedJson } from '../src/http/fields';
import { rowRoutes } from './fixtures/rows';
import { testModule } from './module';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { walk } from './http';
import { expectProblem, expectStatus } from './expect';

const place = customType<{ data: string }>({ dataType: () => 'point' });

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('values_test').table('things', {
  id: integer('id').primaryKey(),
  small: real('small'),
  large: doublePrecision('large'),
  many: doublePrecision('many').array(),
  json: jsonb('json'),
  grid: integer('grid').array().array(),
  place: place('place'),
  bigs: bigint('bigs', { mode: 'bigint' }).array(),
  points: point('points').array(),
  spots: point('spots', { mode: 'xy' }).array(),
  lines: line('lines').array(),
  flags: boolean('flags').array().array(),
});
const response = createSelectSchema(things, { json: () => storedJson<unknown>() });
const create = createInsertSchema(things, {
  json: () => json<unknown>(),
  place: () => mapped(things.place, 'string'),
});

const module = testModule('values', (app) =>
  rowRoutes(app, things, {
    response,
    create,
    listing: { key: ['id'], filter: ['id'], sort: ['id', 'large'], defaultSort: 'id' },
  }),
);

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await asOwner(sql`create schema values_test`);
  await asOwner(sql`
    create table values_test.things (id int primary key, small real, large double precision,
      many double precision[], json jsonb, grid int[][], place point, bigs bigint[], points point[],
      spots point[], lines line[], flags boolean[][])`);
  await t.db.execute(sql`
    insert into values_test.things values
      (1, 'NaN', 'NaN', '{1,NaN,Infinity}'),
      (2, 'Infinity', '-Infinity', '{}'),
      (3, 1.5, 2.5, '{3}'),
      (4, 0, 'Infinity', null),
      (5, 0, 0, null),
      (6, 0, 0, null)`);
});

afterAll(() => t.close());

test('what JSON has no form for is null, and nothing fails for it', async () => {
  const rows = await walk(t, '/v1/values/?limit=10');
  const nothing = { small: null, large: null };
  expect(rows[0]).toMatchObject({ id: 1, ...nothing, many: [1, null, null] });
  expect(rows[1]).toMatchObject({ id: 2, ...nothing, many: [] });
  expect(rows[2]).toMatchObject({ small: 1.5, large: 2.5 });
});

test.each([
  ['large', [2, 5, 6, 3, 4, 1]],
  ['-large', [1, 4, 3, 6, 5, 2]],
])('a walk in the order of %s gets past them', async (sort, ids) => {
  const rows = await walk(t, `/v1/values/?limit=1&sort=${sort}`);
  expect(rows.map((row) => row['id'])).toEqual(ids);
});

test('NULL in a list, where only other programs write it, is sent as null', async () => {
  await t.db.execute(sql`
    insert into values_test.things (id, bigs, points, spots, lines, grid, flags) values
      (400, '{9223372036854775807,NULL}', '{"(1,2)",NULL}', '{"(1,2)",NULL}',
        '{"{1,2,3}",NULL}', '{{1,NULL}}', '{{t,NULL},{f,t}}'),
      (401, null, null, null, null, '{NULL}', '{NULL}')`);
  const rows = await walk(t, '/v1/values/?id[gte]=400');
  expect(rows).toMatchObject([
    {
      bigs: ['9223372036854775807', null],
      points: [[1, 2], null],
      spots: [{ x: 1, y: 2 }, null],
      lines: [[1, 2, 3], null],
      grid: [[1, null]],
      flags: [
        [true, null],
        [false, true],
      ],
    },
    { bigs: null, grid: [null], flags: [null] },
  ]);
  await t.db.execute(sql`delete from values_test.things where id >= 400`);
});

test('a field of JSON keeps its name, whatever names others have sent', async () => {
  for (const id of [200, 201]) {
    const sent = id === 200 ? String.raw`{"!": [], "\\": 0}` : String.raw`{"!": 1, "\"": 2}`;
    const made = await t.send('POST', '/v1/values/', {
      payload: `{"id":${id},"json":${sent}}`,
      headers: { 'content-type': 'application/json' },
    });
    expectStatus(made, 201);
    // As it stands there: to parse it, the same would happen to the test.
    expect(made.body).toContain(sent.replaceAll(' ', ''));
    const { rows } = await t.db.execute(
      sql`select json::text as json from values_test.things where id = ${id}`,
    );
    expect(rows).toEqual([{ json: sent }]);
  }
  await t.db.execute(sql`delete from values_test.things where id >= 200`);
});

test.each([{ grid: [[1], [1, 2]] }, { place: 'nowhere' }])(
  'what only Postgres can tell to be wrong is refused with its place: %j',
  async (values) => {
    // Others before it, so that their places differ.
    for (const first of [{ id: 300 }, { id: 300, small: 1, large: 2 }]) {
      const refused = await t.send('POST', '/v1/values/', { payload: { ...first, ...values } });
      const { errors = [] } = expectProblem(refused, 422);
      expect(errors.map(({ pointer }) => pointer)).toEqual([`#/${Object.keys(values).join('')}`]);
    }
  },
);
