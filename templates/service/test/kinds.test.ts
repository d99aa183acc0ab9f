import { eq, sql } from 'drizzle-orm';
import {
  bigint,
  char,
  customType,
  date,
  doublePrecision,
  integer,
  interval,
  json as jsonColumn,
  jsonb,
  line,
  numeric,
  pgSchema,
  real as realColumn,
  text,
  timestamp as timestampColumn,
} from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pickColumns } from '../src/db/columns';
import { builder, prepared } from '../src/db/prepared';
import { insertStatement } from '../src/db/statements';
import { contextOf } from '../src/http/context';
import * as fields from '../src/http/fields';
import { listQuery, pageOf } from '../src/http/list';
import { pageReader } from '../src/http/page';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { expectProblem, expectStatus } from './expect';
import { walk } from './http';
import { testModule } from './module';

// Types whose JavaScript value says less than Postgres holds, in a table of its own.
const schema = pgSchema('kinds_test');
const mood = schema.enum('mood', ['plain', 'back\\slash', 'quo"te', 'com,ma', 'NULL', '{}']);
const label = customType<{ data: string }>({ dataType: () => 'text' });
const price = customType<{ data: string }>({ dataType: () => 'numeric(6, 2)' });

const kinds = schema.table('kinds', {
  id: integer('id').primaryKey(),
  whole: numeric('whole', { mode: 'bigint' }),
  exact: numeric('exact', { mode: 'number' }),
  cents: numeric('cents', { precision: 5, scale: 2, mode: 'number' }),
  big: bigint('big', { mode: 'number' }),
  small: realColumn('small'),
  large: doublePrecision('large'),
  moods: mood('moods').array(),
  grid: mood('grid').array().array(),
  texts: text('texts').array(),
  labels: label('labels').array(),
  labelGrid: label('label_grid').array().array(),
  prices: price('prices').array(),
  days: date('days', { mode: 'date' }).array(),
  times: timestampColumn('times', { withTimezone: true }).array(),
  amounts: numeric('amounts', { mode: 'bigint' }).array(),
  documents: jsonb('documents').array(),
  local: timestampColumn('local', { mode: 'string' }),
  zoned: timestampColumn('zoned', { withTimezone: true, mode: 'string' }),
  span: interval('span'),
  code: char('code', { length: 5 }),
  plain: jsonColumn('plain'),
  binary: jsonb('binary'),
  line: line('line'),
  edge: line('edge', { mode: 'abc' }),
  lines: line('lines').array(),
});

const response = createSelectSchema(kinds, {
  whole: () => fields.sentDecimal,
  exact: () => fields.sentNumber,
  cents: () => fields.sentNumber,
  small: () => fields.sentFloat,
  large: () => fields.sentFloat,
  days: () => z.array(fields.sentDay),
  times: () => z.array(fields.sentTimestamp),
  amounts: () => z.array(fields.sentDecimal),
  labels: () => z.array(z.string()),
  labelGrid: () => z.array(z.array(z.string())),
  prices: () => z.array(z.string()),
  documents: () => z.array(fields.storedJson<unknown>()),
  code: () => fields.charText(5),
  plain: () => fields.storedJson<unknown>(),
  binary: () => fields.storedJson<unknown>(),
});
const create = createInsertSchema(kinds, {
  whole: () => fields.wholeNumber(),
  exact: () => fields.double,
  cents: () => fields.decimalNumber(5, 2),
  small: () => fields.real,
  large: () => fields.double,
  days: () => z.array(fields.day),
  times: () => z.array(fields.timestamp),
  amounts: () => z.array(fields.wholeNumber()),
  labels: () => fields.mapped(kinds.labels, 'string'),
  labelGrid: () => fields.mapped(kinds.labelGrid, 'string'),
  prices: () => fields.mapped(kinds.prices, 'string'),
  documents: () => z.array(fields.json<unknown>()),
  local: () => fields.localTimestampText,
  zoned: () => fields.timestampText,
  span: () => fields.interval,
  code: () => fields.charText(5),
  plain: () => fields.json<unknown>(),
  binary: () => fields.json<unknown>(),
  line: () => fields.lineTuple,
  edge: () => fields.lineObject,
  lines: () => z.array(fields.lineTuple),
});

const columns = pickColumns(kinds, response);
const insert = insertStatement(kinds, columns);
const list = pageReader({ from: kinds, columns });
const byBig = prepared(
  builder
    .select(columns)
    .from(kinds)
    .where(eq(kinds.big, sql.placeholder('big'))),
);

const filter = [
  'whole',
  'exact',
  'cents',
  'big',
  'small',
  'large',
  'local',
  'zoned',
  'code',
] as const;

const module = testModule('kinds', (app) => {
  app.get(
    '/',
    {
      config: { work: ['read'] },
      schema: {
        querystring: listQuery(kinds, {
          key: ['id'],
          filter,
          sort: ['id', 'big', 'exact', 'whole'],
          defaultSort: 'id',
        }),
        response: { 200: pageOf(response) },
      },
    },
    (request) => list(contextOf(request), request.query),
  );
  app.get(
    '/:big',
    {
      config: { work: ['find'] },
      schema: {
        params: z.object({ big: fields.bigintText }),
        response: { 200: z.array(response) },
      },
    },
    (request) => byBig(contextOf(request), request.params),
  );
  app.post(
    '/',
    { config: { work: ['write'] }, schema: { body: create, response: { 201: response } } },
    async (request, reply) => reply.code(201).send(await insert(contextOf(request), request.body)),
  );
});

let t: TestApp;
let id = 0;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await asOwner(sql`create schema kinds_test`);
  await asOwner(
    sql`create type kinds_test.mood as enum ('plain', 'back\\slash', 'quo"te', 'com,ma', 'NULL', '{}')`,
  );
  await asOwner(sql`
    create table kinds_test.kinds (id int primary key, whole numeric, exact numeric, cents numeric(5, 2), big bigint,
      small real, large double precision, moods kinds_test.mood[], grid kinds_test.mood[], texts text[], labels text[],
      label_grid text[], prices numeric(6, 2)[], line line, edge line, lines line[], days date[], times timestamptz[], amounts numeric[], documents jsonb[], local timestamp, zoned timestamptz,
      span interval, code char(5), plain json, "binary" jsonb)`);
});

afterAll(() => t.close());

test.each<[string, unknown, unknown?]>([
  ['whole', '123456789012345678901234567890'],
  ['exact', 123456789.125],
  ['exact', 1e300],
  ['cents', 123.45],
  ['big', Number.MAX_SAFE_INTEGER],
  ['small', 1e10],
  ['large', 1e300],
  ['large', 5e-324],
  ['moods', ['back\\slash', 'quo"te', 'com,ma', 'NULL', '{}', 'plain']],
  [
    'grid',
    [
      ['back\\slash', 'NULL'],
      ['plain', 'com,ma'],
    ],
  ],
  ['texts', ['back\\slash', 'NULL', '', '{}']],
  ['labels', ['back\\slash', 'NULL', '']],
  ['labelGrid', [['a'], ['NULL']]],
  ['labelGrid', []],
  ['prices', ['1234.50', '-0.25']],
  ['days', ['2026-01-02', '0001-01-01']],
  ['times', ['2026-01-02T03:04:05.678901Z', '0001-01-01T00:00:00.000Z']],
  ['amounts', ['123456789012345678901234567890']],
  ['documents', ['true', 'back\\slash', { a: 'NULL' }, [1, 'x'], 5]],
  ['local', '2026-01-02T03:04:05.678901', '2026-01-02 03:04:05.678901'],
  ['zoned', '2026-01-02T03:04:05.678901+02:00', '2026-01-02 01:04:05.678901+00'],
  ['zoned', '9999-12-31T23:59:59.9999999Z', '9999-12-31 23:59:59.999999+00'],
  ['span', 'P1Y2M-3DT4H5M6.7S'],
  ['code', 'ab'],
  ['plain', 'true'],
  ['binary', '{"a":1}'],
  ['binary', { a: { b: '5' } }],
  ['line', [1, -1, 0.5]],
  ['line', [0, 2e-6, 1e300]],
  ['edge', { a: 0, b: -1, c: 0 }],
  [
    'lines',
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
  ],
])('%s is stored as it is sent, and taken back: %j', async (field, value, sent = value) => {
  id += 1;
  const made = await t.send('POST', '/v1/kinds/', { payload: { id, [field]: value } });
  expectStatus(made, 201);
  const row = made.json();
  expect(row[field]).toEqual(sent);
  const again = await t.send('POST', '/v1/kinds/', { payload: { id: -id, [field]: row[field] } });
  expect(again.json()[field], again.body).toEqual(sent);
  if (!filter.some((name) => name === field)) return;
  const query = new URLSearchParams({ [field]: String(row[field]) });
  expect(await walk(t, `/v1/kinds/?limit=100&${query.toString()}`)).toContainEqual(row);
});

test.each<[string, unknown]>([
  ['whole', '1.5'],
  ['cents', 1.234],
  ['cents', 1234],
  ['small', 1e39],
  ['labels', [5]],
  ['labels', [{}]],
  ['labels', 'a'],
  ['labelGrid', [[]]],
  ['prices', ['1.00', '1.234']],
  ['days', ['infinity']],
  // Postgres would drop the offset.
  ['local', '2024-05-01T10:00:00+02:00'],
  ['local', '2024-05-01T10:00:00Z'],
  ['local', '0000-01-01T00:00:00'],
  // Whose morning would it be?
  ['zoned', '2024-05-01T10:00:00'],
  ['zoned', '9999-12-31T23:10:00-11:30'],
  ['span', 'P'],
  ['code', 'abcdef'],
  // Postgres takes no line whose direction is as good as none.
  ['line', [0, 0, 1]],
  ['line', [1e-6, -1e-6, 1]],
  ['edge', { a: 0, b: 0, c: 1 }],
  [
    'lines',
    [
      [1, 0, 0],
      [0, 0, 0],
    ],
  ],
])('%s would not be stored as it is sent: %j', async (field, value) => {
  const refused = await t.send('POST', '/v1/kinds/', { payload: { id: 1000, [field]: value } });
  expectProblem(refused, 422);
  expect(refused.json().errors[0].pointer).toMatch(new RegExp(`^#/${field}`));
});

test('what others have stored is sent as it is, whatever JavaScript makes of it', async () => {
  await t.db.execute(sql`
    insert into kinds_test.kinds (id, whole, exact, big, large, moods, texts, times, plain, "binary") values
      (2000, '1.5', '12345678901234567890.123456789', 9007199254740993, 'NaN', '{NULL,plain}', '{NULL,a}', '{NULL,infinity}',
        '{"a":9007199254740993,"b":1e400,"c":"1e400"}', '[0.12345678901234567890]')`);
  const { body } = await t.send('GET', '/v1/kinds/?big=9007199254740993');
  for (const part of [
    '"whole":"1.5"',
    '"exact":12345678901234567890.123456789,',
    '"big":9007199254740993,',
    '"large":null',
    '"moods":[null,"plain"]',
    '"texts":[null,"a"]',
    '"times":[null,"infinity"]',
    '{"a":9007199254740993,"b":1e400,"c":"1e400"}',
    '[0.12345678901234567890]',
  ]) {
    expect(body).toContain(part);
  }
  for (const query of ['exact=12345678901234567890.123456789', 'whole=1.5']) {
    expect((await t.send('GET', `/v1/kinds/?${query}`)).body).toContain('"id":2000,');
  }
  expect((await t.send('GET', '/v1/kinds/9007199254740993')).body).toContain('"id":2000,');
  for (const sort of ['big', '-exact', 'whole']) {
    const pages = await walk(t, `/v1/kinds/?limit=3&sort=${sort}`);
    expect(new Set(pages.map((row) => row['id'])).size).toBe(pages.length);
  }
});
