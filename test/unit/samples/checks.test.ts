import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckReading, loadCheckReader } from '../../../src/samples/checks/reading.ts';
import type { Column, ColumnKind, Table } from '../../../src/schema/table.ts';
import { column, tableOf } from '../../support/table.ts';

let readChecks: (table: Table) => CheckReading;

beforeAll(async () => {
  readChecks = await loadCheckReader();
});

const of = (key: string, kind: ColumnKind, rest: Partial<Column> = {}) =>
  column({ key, kind, ...rest });

const COLUMNS = [
  of('a', 'integer'),
  of('b', 'integer'),
  of('c', 'integer', { notNull: true }),
  of('text', 'text'),
  of('day', 'date'),
  of('flag', 'boolean'),
  of('list', 'text', { arrayDimensions: 1 }),
  of('camelCase', 'integer', { name: 'snake_case' }),
];

const read = (check: string) =>
  readChecks(tableOf(COLUMNS, { checks: [{ name: 'check', sql: check }] }));

const above = (value: number | string) => ({ min: { value, inclusive: false } });
const from = (value: number | string) => ({ min: { value, inclusive: true } });
const below = (value: number | string) => ({ max: { value, inclusive: false } });
const upTo = (value: number | string) => ({ max: { value, inclusive: true } });

describe('what a check asks of a column', () => {
  test.each([
    ['a > 0', 'a', above(0)],
    ['0 < a', 'a', above(0)],
    ['"public"."t"."a" >= (-1.5)::numeric', 'a', from(-1.5)],
    ['a > 0 and a <= 100', 'a', { ...above(0), ...upTo(100) }],
    ['a > 0 and a > 5 and a > 3', 'a', above(5)],
    ['a between 1 and 10', 'a', { ...from(1), ...upTo(10) }],
    ['not (a < 0)', 'a', from(0)],
    ['not (a < 0 or a >= 8)', 'a', { ...from(0), ...below(8) }],
    ['a is null or a > 5', 'a', above(5)],
    ['coalesce(a, 1) > 0', 'a', above(0)],
    ['snake_case > 0', 'camelCase', above(0)],
    ['a <> 0', 'a', { excluded: [0] }],
    ['a in (1, 2)', 'a', { values: [1, 2] }],
    ['a not in (1, 2)', 'a', { excluded: [1, 2] }],
    ["text = any (array['x'::text, 'y'])", 'text', { values: ['x', 'y'] }],
    ["text = any ('{x, y}'::text[])", 'text', { values: ['x', 'y'] }],
    ["text <> all (array['x'])", 'text', { excluded: ['x'] }],
    ['flag', 'flag', { values: [true] }],
    ['flag is not true', 'flag', { values: [false] }],
    ['length(text) = 3', 'text', { minLength: 3, maxLength: 3 }],
    ['char_length(trim(text)) > 0', 'text', { minLength: 1, maxLength: Infinity }],
    ["text > ''", 'text', { minLength: 1, maxLength: Infinity }],
    ['cardinality(list) <= 4', 'list', { minItems: 0, maxItems: 4 }],
    ['day > now()', 'day', above('now')],
    ["day <= current_date - interval '18 years'", 'day', upTo('now')],
    [
      "text ~* '^[[:alpha:]]+$'",
      'text',
      { patterns: [{ regex: /^[a-zA-Z]+$/is, negated: false }] },
    ],
    ["text !~ 'x'", 'text', { patterns: [{ regex: /x/s, negated: true }] }],
    ["text like '%@_.%'", 'text', { patterns: [{ regex: /^.*@.\..*$/s, negated: false }] }],
    ['text = lower(text)', 'text', { patterns: [{ regex: /^[^A-Z]*$/, negated: false }] }],
    ["jsonb_typeof(list) = 'array'", 'list', { jsonType: 'array' }],
  ])('%s', (check, key, hint) => {
    expect(read(check)).toEqual({
      hints: { [key]: { checks: ['check'], ...hint } },
      filled: [],
      notUnderstood: [],
    });
  });

  test.each([
    ['num_nonnulls(a, b) = 1', ['a'], ['b']],
    ['num_nonnulls(a, c) = 1', ['c'], ['a']],
    ['num_nulls(a, b) = 1', ['a'], ['b']],
    ['num_nonnulls(a, b) >= 1', ['a'], []],
    ['(a is not null)::int + (b is not null)::int <= 1', [], ['a', 'b'].slice(1)],
    ['(a is null) <> (b is null)', ['a'], ['b']],
    ['(a is null) = (b is null)', ['a', 'b'], []],
    ['a is null or b is null', [], ['a']],
    ['a is not null or b is not null', ['a'], []],
    ["text <> 'sent' or day is not null", ['day'], []],
    ['(a is not null and b is null) or (a is null and b is not null)', ['a'], ['b']],
  ])('%s', (check, filled, empty) => {
    const { hints, ...reading } = read(check);
    expect(reading).toEqual({ filled, notUnderstood: [] });
    expect(Object.keys(hints).filter((key) => hints[key]?.isNull)).toEqual(empty);
  });

  test('columns that are compared get a rank each', () => {
    const { hints } = read('a < b and c >= b');
    const ranks = Object.entries(hints).map(([key, { order }]) => [key, order?.rank, order?.size]);
    expect(ranks).toEqual([
      ['a', 0, 3],
      ['b', 1, 3],
      ['c', 2, 3],
    ]);
  });

  test('a column that refers to another row differs from this one by itself', () => {
    const foreignKeys = [
      {
        name: null,
        columns: ['b'],
        targetTable: 'public.t',
        targetColumns: ['a'],
        onDelete: null,
        onUpdate: null,
        source: 'constraint' as const,
        relationKey: null,
        reverseRelationKey: null,
      },
    ];
    const checks = [{ name: 'check', sql: 'a <> b' }];
    const reading = readChecks(tableOf(COLUMNS, { checks, foreignKeys }));
    expect(reading).toEqual({ hints: {}, filled: [], notUnderstood: [] });
  });
});

describe('a check that is reported by name', () => {
  test.each([
    'is_valid(a)',
    'a % 2 = 0',
    'a < b and b < a',
    'a = b',
    'a < day',
    'a is distinct from b',
    "text ~ '\\mword\\M'",
    'a in (1) and a in (2)',
    'missing > 0',
    'a = $1',
    'a >',
    'a > 0; drop table t',
    'a > 0), (b > 0',
  ])('%s', (check) => {
    expect(read(check).notUnderstood).toEqual([{ name: 'check', sql: check }]);
  });

  test('still contributes the part that was understood', () => {
    const { hints, notUnderstood } = read('a > 7 and is_prime(a)');
    expect(hints['a']).toMatchObject(above(7));
    expect(notUnderstood).toHaveLength(1);
  });
});

test('of two alternatives the one is taken that needs no row to refer to, with all that it wants', () => {
  const sql = "(text = 'shared' and a is not null) or (text = 'own' and a is null)";
  const key = {
    name: 'fk',
    columns: ['a'],
    targetTable: 'public.others',
    targetColumns: ['id'],
    onDelete: null,
    onUpdate: null,
    source: 'constraint',
    relationKey: null,
    reverseRelationKey: null,
  } as const;
  const foreignKeys = [
    { ...key, columns: [...key.columns], targetColumns: [...key.targetColumns] },
  ];
  const reading = readChecks(tableOf(COLUMNS, { checks: [{ name: 'check', sql }], foreignKeys }));
  expect(reading.hints['text']?.values).toEqual(['own']);
  expect(reading.hints['a']?.isNull).toBe(true);
  // Left to its default it may be `shared`.
  expect(reading.filled).toContain('text');
});
