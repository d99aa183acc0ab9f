import { describe, expect, test } from 'vitest';
import {
  literalFor,
  sampleChange,
  sampleExpression,
  uniqueCapacity,
  unmetChecks,
} from '../../../src/samples/sample.ts';
import type { Column } from '../../../src/schema/table.ts';
import { evaluate } from '../../support/evaluate.ts';
import { column, tableOf } from '../../support/table.ts';

const text = (key: string, length: number | null = null, sqlType = 'text') =>
  column({ key, kind: 'text', jsType: 'string', sqlType, length });

const contextOf = (given: Column, unique: boolean) => ({ table: tableOf([given]), unique });

const valueOf = (given: Column, n = 1) =>
  evaluate(sampleExpression(given, contextOf(given, false)).text, n);

describe('samples read like the data that the name promises', () => {
  test.each([
    ['email', 'order-item1@example.com'],
    ['firstName', 'Ada'],
    ['title', 'Order item 1'],
    ['name', 'Order item 1'],
    ['slug', 'order-item-1'],
    ['avatarUrl', 'https://example.com/order-item/1'],
    ['phone_number', '+15550000001'],
    ['countryCode', 'PT'],
    ['city', 'Lisbon'],
    ['body', 'A few words about order item 1.'],
    ['postalCode', '10001'],
    ['timezone', 'Europe/Lisbon'],
    ['color', '#0f766e'],
    ['orderNumber', 'order-1'],
    ['colour_of_the_lid', 'Colour of the lid 1'],
  ])('%s', (key, value) => {
    const length = key === 'countryCode' ? 2 : null;
    expect(valueOf(text(key, length))).toBe(value);
  });

  test.each([
    ['rating', 'integer', 2],
    ['price', 'numeric(10, 2)', '6.99'],
    ['price', 'integer', 6],
    ['taxRate', 'numeric(5, 4)', '0.0100'],
  ])('%s', (key, sqlType, value) => {
    const [, precision, scale] = /(\d+), (\d+)/.exec(sqlType) ?? [];
    const decimal = { kind: 'decimal', jsType: 'string' } as const;
    const given = column({
      key,
      sqlType,
      ...(precision && { ...decimal, precision: Number(precision), scale: Number(scale) }),
    });
    expect(valueOf(given)).toBe(value);
  });

  test.each([
    [true, '2026-01-01T00:01:00.000Z'],
    // The service refuses an offset for a time without zone, which Postgres would drop.
    [false, '2026-01-01T00:01:00.000'],
  ])('a point in time as text, with time zone: %s', (withTimezone, value) => {
    const at = { key: 'at', kind: 'timestamp', jsType: 'string', withTimezone } as const;
    expect(valueOf(column(at))).toBe(value);
  });

  test.each([
    [true, '2026-02-03T00:00:00.000Z'],
    [false, '2026-02-03T00:00:00.000'],
  ])('a day that a check names is a point in time, with time zone: %s', (withTimezone, value) => {
    const at = { key: 'at', kind: 'timestamp', jsType: 'string', withTimezone } as const;
    expect(evaluate(literalFor(column(at), '2026-02-03'), 1)).toBe(value);
  });

  test('a name in a table with quotes in its name is still source text', () => {
    const given = text('name');
    const table = { ...tableOf([given]), exportName: null, name: "it's `${x}`\\" };
    const context = { table, unique: false };
    expect(evaluate(sampleExpression(given, context).text, 3)).toBe('It s x 3');
  });
});

describe('a unique column', () => {
  const decimal = { kind: 'decimal', jsType: 'string' } as const;
  const narrow: [string, Column, number][] = [
    ['varchar(1)', text('x', 1), 36],
    ['varchar(2)', text('slug', 2), 36 ** 2],
    ['char(3)', text('currency', 3, 'char(3)'), 36 ** 3],
    ['char', text('x', null, 'char'), 36],
    ['smallint', column({ key: 'year', sqlType: 'smallint' }), 32_768],
    ['numeric(3, 1)', column({ key: 'x', ...decimal, precision: 3, scale: 1 }), 1000],
    ['numeric(2, 2)', column({ key: 'x', ...decimal, precision: 2, scale: 2 }), 100],
    ['boolean', column({ key: 'x', kind: 'boolean', jsType: 'boolean' }), 2],
    ['enum', column({ key: 'x', kind: 'enum', jsType: 'string', enumValues: ['a', "b'", 'c'] }), 3],
    ['time', column({ key: 'x', kind: 'time', jsType: 'string' }), 86_400],
  ];
  test.each(narrow)('%s holds as many different values as it says', (_, given, capacity) => {
    const table = tableOf([given]);
    const expression = sampleExpression(given, { table, unique: true }).text;
    expect(uniqueCapacity(given, { table })).toBe(capacity);
    const rows = Math.min(capacity, 5000);
    const values = Array.from({ length: rows }, (_item, i) => evaluate(expression, i + 1));
    expect(new Set(values).size).toBe(rows);
  });

  test.each([
    text('email', 20),
    text('city', 12),
    text('slug', 4),
    text('passwordHash', 64),
    column({ key: 'rating' }),
    column({ key: 'x', kind: 'bigint', jsType: 'bigint', sqlType: 'bigint' }),
    column({ key: 'x', ...decimal, precision: 6, scale: 3 }),
    column({ key: 'x', kind: 'uuid', jsType: 'string' }),
    column({ key: 'x', kind: 'date', jsType: 'string' }),
    column({ key: 'x', kind: 'timestamp', jsType: 'Date' }),
    column({ key: 'x', kind: 'network', jsType: 'string', sqlType: 'macaddr' }),
  ])('$sqlType $key has room for a million rows or says how few', (given) => {
    const table = tableOf([given]);
    const expression = sampleExpression(given, { table, unique: true }).text;
    const capacity = uniqueCapacity(given, { table });
    const rows = Math.min(capacity, 1_000_000);
    const sampled = [1, 2, 9, 10, 11, 1000, rows - 1, rows];
    const values = sampled.map((n) => String(evaluate(expression, n)));
    expect(rows).toBeGreaterThanOrEqual(1_000_000);
    expect(new Set(values).size).toBe(sampled.length);
  });
});

test('a custom number stays within its type', () => {
  const custom = { kind: 'custom', jsType: 'unknown', sqlType: 'numeric(4, 3)' } as const;
  expect(valueOf(column({ key: 'x', ...custom, customSample: 1 }), 12)).toBe(2);
  expect(valueOf(column({ key: 'x', ...custom, customSample: '1' }), 12)).toBe('2');
});

test('a custom type of a text with a length is given no more', () => {
  const given = column({ key: 'code', kind: 'custom', jsType: 'unknown', sqlType: 'varchar(4)' });
  const values = [1, 9, 10, 999].map((n) => String(valueOf(given, n)));
  expect(values.filter(({ length }) => length > 4)).toEqual([]);
});

test('an enum that is a key has no value that no URL can hold', () => {
  const given = column({ key: 'x', kind: 'enum', jsType: 'string', enumValues: ['', 'a', '..'] });
  const table = { ...tableOf([given]), primaryKey: ['x'] };
  expect(sampleExpression(given, { table, unique: true }).text).toBe("samplePick(n, 'a')");
  expect(sampleExpression(given, contextOf(given, true)).text).toContain(
    "samplePick(n, '', 'a', '..')",
  );
});

test('an enum of one value keeps its type', () => {
  const given = column({ key: 'x', kind: 'enum', jsType: 'string', enumValues: ['only'] });
  expect(sampleExpression(given, contextOf(given, false)).text).toBe("samplePick(n, 'only')");
});

test('an array is as long as its column says', () => {
  const grid = column({ key: 'x', arrayDimensions: 2, arraySizes: [2, 3] });
  expect(valueOf(grid, 5)).toEqual([
    [5, 6, 7],
    [5, 6, 7],
  ]);
});

describe('a change', () => {
  test('is another value for the same row', () => {
    const given = text('email');
    const change = sampleChange(given, contextOf(given, true))?.text;
    expect(evaluate(change ?? '', 7)).toBe('order-item1000007@example.com');
  });

  test('does not exist where a column holds one value only', () => {
    const given = column({ key: 'x', kind: 'enum', jsType: 'string', enumValues: ['only'] });
    expect(sampleChange(given, contextOf(given, false))).toBeNull();
  });
});

describe('custom and geometric types', () => {
  test('take what their own mapping took', () => {
    const money = { sqlType: 'money_pair', kind: 'custom', jsType: 'unknown' } as const;
    const given = column({ key: 'x', ...money, customSample: { amount: 1, currency: "E'" } });
    expect(valueOf(given)).toEqual({ amount: 1, currency: "E'" });
  });

  test('points and lines follow the shape of their sample', () => {
    const geometry = { kind: 'geometry', jsType: 'object' } as const;
    const tuple = column({ key: 'x', ...geometry, sqlType: 'point' });
    const point = { ...tuple, customSample: { x: 1, y: 1 } };
    const line = { ...tuple, sqlType: 'line', customSample: { a: 1, b: 1, c: 1 } };
    expect([tuple, point, line].map((given) => valueOf(given, 5))).toEqual([
      [5, 0.5],
      { x: 5, y: 0.5 },
      { a: 1, b: -1, c: 5 },
    ]);
  });

  test('vectors have their dimensions', () => {
    const vector = { kind: 'vector', jsType: 'object', length: 4 } as const;
    const half = column({ key: 'x', ...vector, sqlType: 'halfvec(4)' });
    const sparse = column({ key: 'x', ...vector, sqlType: 'sparsevec(4)', jsType: 'string' });
    expect(valueOf(half)).toEqual([0.125, 0.25, 0.375, 0.5]);
    expect(valueOf(sparse)).toBe('{1:1}/4');
  });
});

describe('a text of a form that a check wants', () => {
  test.each([
    [/^[0-9]{4}-[0-9]{2}$/, '0001-00'],
    [/^[A-Z]{3}-[0-9]{4}-X$/, 'AAB-0000-X'],
    [/^#[0-9a-fA-F]{6}$/, '#000001'],
    [/^https?:\/\//, 'http://00000001'],
    [/^PRJ-\d+$/, 'PRJ-00000001'],
    [/^(anomaly|forecast)\.[a-z0-9_]+$/, 'anomaly.00000001'],
    [/^[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}$/i, '00000001@0.aa'],
    [/^\d+\.\d+(-\w+)?$/, '00000001.0'],
    [/^([01][0-9]|2[0-3]):[0-5][0-9]$/, '01:00'],
    [/^`\$\{[a-z]{8}\}$/, '`${aaaaaaab}'],
    [/^[^a-z0-9]{12}$/i, '!!!!!!!!!!!"'],
  ])('%s', (regex, value) => {
    const given = text('code');
    const hints = { code: { checks: ['code_check'], patterns: [{ regex, negated: false }] } };
    const context = { ...contextOf(given, false), hints };
    const { text: source } = sampleExpression(given, context);
    expect(evaluate(source, 1)).toBe(value);
    for (const n of [7, 99, 123_456]) expect(evaluate(source, n)).toMatch(regex);
    expect(unmetChecks(given, context)).toEqual([]);
  });
});

test('a check that no sample satisfies is named', () => {
  const given = text('code');
  const patterns = [{ regex: /^(?=.*[0-9])[a-z]+$/, negated: false }];
  const hints = { code: { checks: ['code_check'], patterns } };
  const context = { ...contextOf(given, false), hints };
  expect(unmetChecks(given, context)).toEqual(['code_check']);
  expect(valueOf(given)).toBe('order-item-1');
});
