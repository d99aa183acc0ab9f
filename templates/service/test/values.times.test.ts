import { eq, sql } from 'drizzle-orm';
import { date, integer, pgSchema, timestamp as timestampColumn } from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { pickColumns } from '../src/db/columns';
import { builder, prepared } from '../src/db/prepared';
import { contextOf } from '../src/http/context';
import { encodeCursor } from '../src/http/cursor';
import {
  day,
  localTimestampText,
  sentDay,
  sentTimestamp,
  timestamp,
  timestampText,
  urlTimestamp,
} from '../src/http/fields';
import { rowRoutes } from './fixtures/rows';
import { testModule } from './module';
import { createTestApp, type TestApp } from './app';
import { asOwner } from './database';
import { walk } from './http';
import { expectProblem, expectStatus } from './expect';

// A table of its own, so that this holds whatever the tables of the service are.
const things = pgSchema('times_test').table('things', {
  id: integer('id').primaryKey(),
  at: timestampColumn('at', { withTimezone: true }),
  local: timestampColumn('local'),
  day: date('day', { mode: 'date' }),
  text: timestampColumn('text', { withTimezone: true, mode: 'string' }),
  localText: timestampColumn('local_text', { mode: 'string' }),
});
const response = createSelectSchema(things, {
  at: () => sentTimestamp,
  local: () => sentTimestamp,
  day: () => sentDay,
});
const create = createInsertSchema(things, {
  at: () => timestamp,
  local: () => timestamp,
  day: () => day,
  text: () => timestampText,
  localText: () => localTimestampText,
});

const columns = pickColumns(things, response);
const byTime = prepared(
  builder
    .select(columns)
    .from(things)
    .where(eq(things.at, sql.placeholder('at'))),
);

const module = testModule('times', (app) => {
  rowRoutes(app, things, {
    response,
    create,
    listing: {
      key: ['id'],
      filter: ['at', 'local', 'day', 'text', 'localText'],
      sort: ['id', 'at', 'local', 'day'],
      defaultSort: 'id',
    },
  });
  app.get(
    '/:at',
    {
      config: { work: ['find'] },
      schema: { params: z.object({ at: urlTimestamp }), response: { 200: z.array(response) } },
    },
    (request) => byTime(contextOf(request), request.params),
  );
});

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp({ modules: [module] });
  await asOwner(sql`create schema times_test`);
  await asOwner(sql`
    create table times_test.things (id int primary key, at timestamptz, local timestamp, day date,
      text timestamptz, local_text timestamp)`);
  await t.db.execute(sql`
    insert into times_test.things values
      (1, 'infinity', 'infinity', 'infinity', 'infinity'),
      (2, '-infinity', '-infinity', '-infinity', '-infinity'),
      (3, '2026-01-02 03:04:05.678901Z', '2026-01-02 03:04:05.678901', '2026-01-02', null),
      (4, '2026-01-02 03:04:05.678902Z', '2026-01-02 03:04:05.6', '12026-01-02', null),
      (5, '0044-03-15 12:00Z BC', '0044-03-15 12:00 BC', '0044-03-15 BC', null),
      (6, '12026-01-02 03:04:05Z', '12026-01-02 03:04:05', '0001-01-01', null),
      (7, '0001-01-01 00:00Z', '0099-12-31 23:59:59.000001', '0099-12-31', null)`);
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

test('a time is sent as exact as it is stored, of any year', async () => {
  const rows = await walk(t, '/v1/times/?limit=3');
  expect(rows.slice(0, SENT.length).map(({ at, local, day: on }) => [at, local, on])).toEqual(SENT);
});

test.each(SENT.map((sent, i) => [sent[0], sent, i + 1] as const))(
  'a row is found by the time that was sent: %s',
  async (_, sent, id) => {
    const ids = async (query: Record<string, string>) =>
      (
        await walk(t, `/v1/times/?${new URLSearchParams({ limit: '100', ...query }).toString()}`)
      ).map((row) => row['id']);
    for (const [i, field] of (['at', 'local', 'day'] as const).entries()) {
      const value = sent[i] as string;
      for (const operator of ['[in]', '[gte]', '[lte]', ''])
        expect(await ids({ [`${field}${operator}`]: value }), `${field}${operator}`).toContain(id);
      for (const operator of ['[gt]', '[lt]', '[ne]'])
        expect(await ids({ [`${field}${operator}`]: value }), operator).not.toContain(id);
    }
    expect(await t.read(`/v1/times/${encodeURIComponent(sent[0])}`)).toEqual([
      expect.objectContaining({ id }),
    ]);
  },
);

test.each([
  ['at', [2, 5, 7, 3, 4, 6, 1]],
  ['-at', [1, 6, 4, 3, 7, 5, 2]],
  ['local', [2, 5, 7, 4, 3, 6, 1]],
  ['-day', [1, 4, 3, 7, 6, 5, 2]],
])('a walk in the order of %s gets past them', async (sort, ids) => {
  const rows = await walk(t, `/v1/times/?limit=1&sort=${sort}`);
  expect(rows.map((row) => row['id'])).toEqual(ids);
});

test('one without an end is sent as Postgres writes it, as text too', async () => {
  const rows = await walk(t, '/v1/times/?limit=2');
  expect(rows.slice(0, 2).map(({ text }) => text)).toEqual(['infinity', '-infinity']);
});

test('a cursor that somebody made up is a 400', async () => {
  const cursor = encodeCursor('at', ['yesterday or so', '1']);
  expectProblem(await t.send('GET', `/v1/times/?sort=at&cursor=${cursor}`), 400);
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
  const made = await t.send('POST', '/v1/times/', { payload });
  expectStatus(made, 201);
  expect(made.json()).toMatchObject({ at: sent, local: sent, day: sent.slice(0, 10) });
  expect(await t.read(`/v1/times/${encodeURIComponent(sent)}`)).toContainEqual(made.json());
  await t.db.execute(sql`delete from times_test.things where id = 100`);
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
    const refused = await t.send('POST', '/v1/times/', { payload: { id: 100, [field]: at } });
    expectProblem(refused, 422, { pointer: `#/${field}` });
  }
});

test.each(['0000-01-01', '12026-01-02', 'infinity', '2026-02-30', '2026-01-02T15:00:00Z'])(
  '%s is no day to be stored',
  async (wrong) => {
    const refused = await t.send('POST', '/v1/times/', { payload: { id: 100, day: wrong } });
    expectProblem(refused, 422, { pointer: '#/day' });
  },
);

test.each(['12026-13-02 03:04:05+00', '999999-01-01 00:00:00+00', '9999-01-01 00:00:00+00 BC'])(
  '%s is no time to ask for',
  async (at) => {
    const query = new URLSearchParams({ at });
    expectProblem(await t.send('GET', `/v1/times/?${query.toString()}`), 400);
  },
);

test('a time that is sent as text is taken back as it was sent, and as ISO 8601', async () => {
  const texts = ['2026-01-02 03:04:05.123456+00', '2026-01-02T05:04:05.123456+02:00'];
  for (const [i, sent] of texts.entries()) {
    const payload = { id: 10 + i, text: sent, localText: sent.slice(0, 26) };
    const made = await t.send('POST', '/v1/times/', { payload });
    expectStatus(made, 201);
    for (const field of ['text', 'localText']) {
      const query = new URLSearchParams({ [field]: made.json()[field] });
      const found = await t.send('GET', `/v1/times/?${query.toString()}`);
      expect(found.json().data, found.body).toContainEqual(made.json());
    }
  }
});

test('a text that is no time is refused', async () => {
  for (const wrong of ['2026-02-30 00:00:00+00', '2026-01-02', 'now', '2026-01-02 25:00:00']) {
    const payload = { id: 120, text: wrong };
    const refused = await t.send('POST', '/v1/times/', { payload });
    expectProblem(refused, 422, { pointer: '#/text' });
    const query = new URLSearchParams({ text: wrong });
    expectProblem(await t.send('GET', `/v1/times/?${query.toString()}`), 400, {
      parameter: 'text',
    });
  }
});
