import { getTableColumns, sql } from 'drizzle-orm';
import { date, doublePrecision, integer, pgSchema, real, timestamp } from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertStatement } from '../src/db/statements';
import { contextOf } from '../src/http/context';
import { encodeCursor } from '../src/http/cursor';
import { timestampText } from '../src/http/fields';
import { listQuery, pageOf } from '../src/http/list';
import { pageReader } from '../src/http/page';
import { testModule } from './module';
import { createTestApp, type TestApp } from './app';
import { walk } from './http';
import { expectProblem, expectStatus } from './expect';

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('values_test').table('things', {
  id: integer('id').primaryKey(),
  at: timestamp('at', { withTimezone: true, precision: 3 }),
  day: date('day', { mode: 'date' }),
  small: real('small'),
  large: doublePrecision('large'),
  many: doublePrecision('many').array(),
  text: timestamp('text', { withTimezone: true, mode: 'string' }),
  localText: timestamp('local_text', { mode: 'string' }),
});
const response = createSelectSchema(things);
const create = createInsertSchema(things, {
  text: () => timestampText,
  localText: () => timestampText,
});

const columns = getTableColumns(things);
const insert = insertStatement(things, columns);
const list = pageReader({ from: things, columns });

const module = testModule('values', (app) => {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        querystring: listQuery(things, {
          key: ['id'],
          filter: ['at', 'text', 'localText'],
          sort: ['id', 'at', 'large'],
          defaultSort: 'id',
        }),
        response: { 200: pageOf(response) },
      },
    },
    (request) => list(contextOf(request), request.query),
  );
  app.post(
    '/',
    {
      config: { work: ['write'] },
      schema: { body: create, response: { 201: response } },
    },
    async (request, reply) => {
      return reply.code(201).send(await insert(contextOf(request), request.body));
    },
  );
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await t.db.execute(sql`create schema values_test`);
  await t.db.execute(sql`
    create table values_test.things (id int primary key, at timestamptz(3), day date,
      small real, large double precision, many double precision[], text timestamptz, local_text timestamp)`);
  await t.db.execute(sql`
    insert into values_test.things values
      (1, 'infinity', 'infinity', 'NaN', 'NaN', '{1,NaN,Infinity}', 'infinity'),
      (2, '-infinity', '-infinity', 'Infinity', '-Infinity', '{}', '-infinity'),
      (3, '2026-01-02 03:04:05.678Z', '2026-01-02', 1.5, 2.5, '{3}', null),
      (4, '2026-01-02 03:04:05.678Z', '12026-01-02', 0, 'Infinity', null, null)`);
});

afterAll(() => t.close());

test('what JSON has no form for is null, and nothing fails for it', async () => {
  const rows = await walk(t, '/v1/values/?limit=10');
  const nothing = { at: null, day: null, small: null, large: null };
  expect(rows[0]).toMatchObject({ id: 1, ...nothing, many: [1, null, null], text: 'infinity' });
  expect(rows[1]).toMatchObject({ id: 2, ...nothing, many: [], text: '-infinity' });
  expect(rows[2]).toMatchObject({ at: '2026-01-02T03:04:05.678Z', small: 1.5, large: 2.5 });
});

test.each([
  ['at', [2, 3, 4, 1]],
  ['-at', [1, 4, 3, 2]],
  ['large', [2, 3, 4, 1]],
  ['-large', [1, 4, 3, 2]],
])('a walk in the order of %s gets past them', async (sort, ids) => {
  const rows = await walk(t, `/v1/values/?limit=1&sort=${sort}`);
  expect(rows.map((row) => row['id'])).toEqual(ids);
});

test('a cursor that somebody made up is a 400', async () => {
  const cursor = encodeCursor('at', ['yesterday or so', '1']);
  expectProblem(await t.send('GET', `/v1/values/?sort=at&cursor=${cursor}`), 400);
});

test('a time that is sent as text is taken back as it was sent, and as ISO 8601', async () => {
  const texts = ['2026-01-02 03:04:05.123456+00', '2026-01-02T05:04:05.123456+02:00'];
  for (const [i, sent] of texts.entries()) {
    const payload = { id: 10 + i, text: sent, localText: sent.slice(0, 26) };
    const made = await t.send('POST', '/v1/values/', { payload });
    expectStatus(made, 201);
    for (const field of ['text', 'localText']) {
      const query = new URLSearchParams({ [field]: made.json()[field] });
      const found = await t.send('GET', `/v1/values/?${query.toString()}`);
      expect(found.json().data, found.body).toContainEqual(made.json());
    }
  }
});

test('a text that is no time is refused', async () => {
  for (const wrong of [
    '2026-02-30 00:00:00+00',
    '2026-01-02',
    'now',
    'infinity',
    '2026-01-02 25:00:00',
  ]) {
    const payload = { id: 20, text: wrong };
    const refused = await t.send('POST', '/v1/values/', { payload });
    expectProblem(refused, 422, { pointer: '#/text' });
    const query = new URLSearchParams({ text: wrong });
    expectProblem(await t.send('GET', `/v1/values/?${query.toString()}`), 400, {
      parameter: 'text',
    });
  }
});
