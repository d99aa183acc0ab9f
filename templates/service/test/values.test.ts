import { eq, sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  integer,
  jsonb,
  line,
  pgSchema,
  point,
  real,
  timestamp as timestampColumn,
} from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pickColumns } from '../src/db/columns';
import { builder, prepared } from '../src/db/prepared';
import { insertStatement } from '../src/db/statements';
import { contextOf } from '../src/http/context';
import { encodeCursor } from '../src/http/cursor';
import {
  day,
  json,
  localTimestampText,
  mapped,
  sentDay,
  sentTimestamp,
  storedJson,
  timestamp,
  timestampText,
  urlTimestamp,
} from '../src/http/fields';
import { listQuery, pageOf } from '../src/http/list';
import { pageReader } from '../src/http/page';
import { testModule } from './module';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { walk } from './http';
import { expectProblem, expectStatus } from './expect';

const place = customType<{ data: string }>({ dataType: () => 'point' });

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('values_test').table('things', {
  id: integer('id').primaryKey(),
  at: timestampColumn('at', { withTimezone: true }),
  local: timestampColumn('local'),
  day: date('day', { mode: 'date' }),
  small: real('small'),
  large: doublePrecision('large'),
  many: doublePrecision('many').array(),
  text: timestampColumn('text', { withTimezone: true, mode: 'string' }),
  localText: timestampColumn('local_text', { mode: 'string' }),
  json: jsonb('json'),
  grid: integer('grid').array().array(),
  place: place('place'),
  bigs: bigint('bigs', { mode: 'bigint' }).array(),
  points: point('points').array(),
  spots: point('spots', { mode: 'xy' }).array(),
  lines: line('lines').array(),
  flags: boolean('flags').array().array(),
});
const response = createSelectSchema(things, {
  at: () => sentTimestamp,
  local: () => sentTimestamp,
  day: () => sentDay,
  json: () => storedJson<unknown>(),
});
const create = createInsertSchema(things, {
  at: () => timestamp,
  local: () => timestamp,
  day: () => day,
  text: () => timestampText,
  localText: () => localTimestampText,
  json: () => json<unknown>(),
  place: () => mapped(things.place, 'string'),
});

const columns = pickColumns(things, response);
const insert = insertStatement(things, columns);
const byTime = prepared(
  builder
    .select(columns)
    .from(things)
    .where(eq(things.at, sql.placeholder('at'))),
);
const list = pageReader({ from: things, columns });

const module = testModule('values', (app) => {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        querystring: listQuery(things, {
          key: ['id'],
          filter: ['at', 'local', 'day', 'text', 'localText'],
          sort: ['id', 'at', 'local', 'day', 'large'],
          defaultSort: 'id',
        }),
        response: { 200: pageOf(response) },
      },
    },
    (request) => list(contextOf(request), request.query),
  );
  app.get(
    '/:at',
    {
      config: { work: ['find'] },
      schema: { params: z.object({ at: urlTimestamp }), response: { 200: z.array(response) } },
    },
    (request) => byTime(contextOf(request), request.params),
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
  await asOwner(sql`create schema values_test`);
  await asOwner(sql`
    create table values_test.things (id int primary key, at timestamptz, local timestamp, day date,
      small real, large double precision, many double precision[], text timestamptz, local_text timestamp,
      json jsonb, grid int[][], place point, bigs bigint[], points point[], spots point[],
      lines line[], flags boolean[][])`);
  await t.db.execute(sql`
    insert into values_test.things values
      (1, 'infinity', 'infinity', 'infinity', 'NaN', 'NaN', '{1,NaN,Infinity}', 'infinity'),
      (2, '-infinity', '-infinity', '-infinity', 'Infinity', '-Infinity', '{}', '-infinity'),
      (3, '2026-01-02 03:04:05.678901Z', '2026-01-02 03:04:05.678901', '2026-01-02', 1.5, 2.5, '{3}', null),
      (4, '2026-01-02 03:04:05.678902Z', '2026-01-02 03:04:05.6', '12026-01-02', 0, 'Infinity', null, null),
      (5, '0044-03-15 12:00Z BC', '0044-03-15 12:00 BC', '0044-03-15 BC', 0, 0, null, null),
      (6, '12026-01-02 03:04:05Z', '12026-01-02 03:04:05', '0001-01-01', 0, 0, null, null),
      (7, '0001-01-01 00:00Z', '0099-12-31 23:59:59.000001', '0099-12-31', 0, 0, null, null)`);
});

afterAll(() => t.close());

/** Of the rows above: how each of their times is sent. */
const SENT = [
  ['infinity', 'infinity', 'infinity'],
  ['-infinity', '-infinity', '-infinity'],
  ['2026-01-02T03:04:05.678901Z', '2026-01-02T03:04:05.678901Z', '2026-01-02'],
  ['2026-01-02T03:04:05.678902Z', '2026-01-02T03:04:05.600Z', '12026-01-02'],
  ['0044-03-15 12:00:00+00 BC', '0044-03-15 12:00:00 BC', '0044-03-15 BC'],
  ['12026-01-02 03:04:05+00', '12026-01-02 03:04:05', '0001-01-01'],
  ['0001-01-01T00:00:00.000Z', '0099-12-31T23:59:59.000001Z', '0099-12-31'],
] as const;

test('what JSON has no form for is null, and nothing fails for it', async () => {
  const rows = await walk(t, '/v1/values/?limit=10');
  const nothing = { small: null, large: null };
  expect(rows[0]).toMatchObject({ id: 1, ...nothing, many: [1, null, null], text: 'infinity' });
  expect(rows[1]).toMatchObject({ id: 2, ...nothing, many: [], text: '-infinity' });
  expect(rows[2]).toMatchObject({ small: 1.5, large: 2.5 });
});

test('a time is sent as exact as it is stored, of any year', async () => {
  const rows = await walk(t, '/v1/values/?limit=3');
  expect(rows.slice(0, SENT.length).map(({ at, local, day: on }) => [at, local, on])).toEqual(SENT);
});

test.each(SENT.map((sent, i) => [sent[0], sent, i + 1] as const))(
  'a row is found by the time that was sent: %s',
  async (_, sent, id) => {
    const ids = async (query: Record<string, string>) =>
      (
        await walk(t, `/v1/values/?${new URLSearchParams({ limit: '100', ...query }).toString()}`)
      ).map((row) => row['id']);
    for (const [i, field] of (['at', 'local', 'day'] as const).entries()) {
      const value = sent[i] as string;
      for (const operator of ['[in]', '[gte]', '[lte]', ''])
        expect(await ids({ [`${field}${operator}`]: value }), `${field}${operator}`).toContain(id);
      for (const operator of ['[gt]', '[lt]', '[ne]'])
        expect(await ids({ [`${field}${operator}`]: value }), operator).not.toContain(id);
    }
    expect(await t.read(`/v1/values/${encodeURIComponent(sent[0])}`)).toEqual([
      expect.objectContaining({ id }),
    ]);
  },
);

test.each([
  ['at', [2, 5, 7, 3, 4, 6, 1]],
  ['-at', [1, 6, 4, 3, 7, 5, 2]],
  ['local', [2, 5, 7, 4, 3, 6, 1]],
  ['-day', [1, 4, 3, 7, 6, 5, 2]],
  ['large', [2, 5, 6, 7, 3, 4, 1]],
  ['-large', [1, 4, 3, 7, 6, 5, 2]],
])('a walk in the order of %s gets past them', async (sort, ids) => {
  const rows = await walk(t, `/v1/values/?limit=1&sort=${sort}`);
  expect(rows.map((row) => row['id'])).toEqual(ids);
});

test('NULL in a list, where only other programs write it, is sent as null', async () => {
  await t.db.execute(sql`
    insert into values_test.things (id, at, bigs, points, spots, lines, grid, flags) values
      (400, '2030-01-02Z', '{9223372036854775807,NULL}', '{"(1,2)",NULL}', '{"(1,2)",NULL}',
        '{"{1,2,3}",NULL}', '{{1,NULL}}', '{{t,NULL},{f,t}}'),
      (401, '2030-01-02Z', null, null, null, null, '{NULL}', '{NULL}')`);
  const rows = await t.read('/v1/values/2030-01-02T00:00:00Z');
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
    for (const first of [{ id: 300 }, { id: 300, at: '2026-01-02T03:04:05Z', small: 1 }]) {
      const refused = await t.send('POST', '/v1/values/', { payload: { ...first, ...values } });
      const { errors = [] } = expectProblem(refused, 422);
      expect(errors.map(({ pointer }) => pointer)).toEqual([`#/${Object.keys(values).join('')}`]);
    }
  },
);

test('a cursor that somebody made up is a 400', async () => {
  const cursor = encodeCursor('at', ['yesterday or so', '1']);
  expectProblem(await t.send('GET', `/v1/values/?sort=at&cursor=${cursor}`), 400);
});

test.each([
  ['2026-11-26T05:31:20.442123Z', '2026-11-26T05:31:20.442123Z'],
  ['2026-11-26T05:31:20.442Z', '2026-11-26T05:31:20.442Z'],
  ['2026-11-26T05:31:20Z', '2026-11-26T05:31:20.000Z'],
  ['2026-11-26T07:01:20.4421+01:30', '2026-11-26T05:31:20.4421Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['0099-12-31T23:59:59.000001Z', '0099-12-31T23:59:59.000001Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  // Programs have more digits than Postgres; rounded, the last of them would be in a year that has five.
  ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999999Z'],
])('%s is stored as it is sent', async (at, sent) => {
  const payload = { id: 100, at, local: at, day: sent.slice(0, 10) };
  const made = await t.send('POST', '/v1/values/', { payload });
  expectStatus(made, 201);
  expect(made.json()).toMatchObject({ at: sent, local: sent, day: sent.slice(0, 10) });
  expect(await t.read(`/v1/values/${encodeURIComponent(sent)}`)).toContainEqual(made.json());
  await t.db.execute(sql`delete from values_test.things where id = 100`);
});

test.each([
  '0000-12-31T23:59:59Z',
  '0001-01-01T00:00:00+02:00',
  '9999-12-31T23:10:00-11:30',
  '12026-01-02 03:04:05+00',
  '0044-03-15 12:00:00+00 BC',
  '2026-02-30T00:00:00Z',
  'infinity',
  'now',
])('%s is no time to be stored', async (at) => {
  for (const field of ['at', 'local']) {
    const refused = await t.send('POST', '/v1/values/', { payload: { id: 100, [field]: at } });
    expectProblem(refused, 422, { pointer: `#/${field}` });
  }
});

test.each(['0000-01-01', '12026-01-02', 'infinity', '2026-02-30', '2026-01-02T15:00:00Z'])(
  '%s is no day to be stored',
  async (wrong) => {
    const refused = await t.send('POST', '/v1/values/', { payload: { id: 100, day: wrong } });
    expectProblem(refused, 422, { pointer: '#/day' });
  },
);

test.each(['12026-13-02 03:04:05+00', '999999-01-01 00:00:00+00', '9999-01-01 00:00:00+00 BC'])(
  '%s is no time to ask for',
  async (at) => {
    const query = new URLSearchParams({ at });
    expectProblem(await t.send('GET', `/v1/values/?${query.toString()}`), 400);
  },
);

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
  for (const wrong of ['2026-02-30 00:00:00+00', '2026-01-02', 'now', '2026-01-02 25:00:00']) {
    const payload = { id: 120, text: wrong };
    const refused = await t.send('POST', '/v1/values/', { payload });
    expectProblem(refused, 422, { pointer: '#/text' });
    const query = new URLSearchParams({ text: wrong });
    expectProblem(await t.send('GET', `/v1/values/?${query.toString()}`), 400, {
      parameter: 'text',
    });
  }
});
