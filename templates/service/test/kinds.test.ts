import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './app';
import { expectProblem, expectStatus } from './expect';
import { createKinds, filter, kindsModule } from './fixtures/kinds';
import { walk } from './http';

let t: TestApp;
let id = 0;

beforeAll(async () => {
  t = await createTestApp({ modules: [kindsModule] });
  await createKinds();
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
