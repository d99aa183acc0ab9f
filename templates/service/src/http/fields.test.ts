import {
  doublePrecision,
  pgEnum,
  pgTable,
  real,
  text,
  time as timeColumn,
} from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as fields from './fields';

const { mood, ...columns } = pgTable('fields_test', {
  float: doublePrecision('float'),
  real: real('real'),
  text: text('text'),
  mood: pgEnum('mood', ['good', 'bad'])('mood'),
  at: timeColumn('at', { withTimezone: true }),
});
const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);

const cases: Record<string, [schema: z.ZodType, taken: unknown[], refused: unknown[]]> = {
  timestamp: [
    fields.timestamp,
    [
      '2026-01-02T03:04:05Z',
      '2026-01-02T03:04:05.678+02:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.9999999Z',
    ],
    [
      '2026-01-02T03:04:05',
      '2026-02-30T00:00:00Z',
      '2026-01-02',
      'now',
      'infinity',
      0,
      // In UTC, the years 0 and 10000.
      '0001-01-01T00:00:00+02:00',
      '9999-12-31T23:10:00-11:30',
    ],
  ],
  timestampText: [
    fields.timestampText,
    ['2026-01-02T03:04:05Z', '2026-01-02 03:04:05.678901+00', '1890-01-01 00:00:00+00:19:32'],
    ['2026-01-02 03:04:05', '2026-02-30 00:00:00+00', '2026-01-02', 'now', 'infinity'],
  ],
  localTimestampText: [
    fields.localTimestampText,
    ['2026-01-02T03:04:05', '2026-01-02 03:04:05.678901'],
    ['2026-01-02T03:04:05Z', '2026-01-02 03:04:05+00', '2026-01-02 25:00:00', 'infinity'],
  ],
  day: [fields.day, ['2026-01-02', '2026-01-02T00:00:00.000Z'], ['2026-02-30', '2.1.2026', '']],
  dayText: [
    fields.dayText,
    ['2026-01-02', '0001-01-01'],
    ['2026-02-30', '0000-01-01', '2026-01-02T00:00:00Z', 'today'],
  ],
  time: [
    fields.time,
    ['10:20:30', '10:20:30.123456', '24:00:00'],
    ['25:00:00', '24:00:01', '10', '10:20:30Z'],
  ],
  timeWithOffset: [
    fields.timeWithOffset,
    ['10:20:30+02', '10:20:30.5Z', '10:20+05:30', '24:00:00+00', '10:20:30+00:19:32'],
    [
      '10:20:30',
      '10:20:30+99',
      '25:00:00Z',
      '24:00:01Z',
      '10:20:30+2',
      'x10:20:30Z',
      '10:20:30+1204:26',
    ],
  ],
  real: [fields.real, [0, 3.4028235e38, 1e-40], [3.5e38, 1e-60]],
  interval: [
    fields.interval,
    ['P1DT2H', 'PT0.5S', 'P-1Y2M-3DT4H5M-6.7S', 'PT0S', 'P169999999Y99999999M'],
    ['1 day', 'P', 'PT', 'P1DT', '', 'P178956971Y', 'P999999999M', 'P999999999W'],
  ],
  'an interval of years': [
    fields.intervalOf('year'),
    ['P1Y', 'P-2Y', 'PT0S'],
    ['P12M', 'P1YT1H', 'P'],
  ],
  'an interval of months': [fields.intervalOf('month'), ['P1Y2M', 'PT0S'], ['P1D', 'PT1M', 'P1MT']],
  'an interval of days': [fields.intervalOf('day'), ['P1Y2M3W4D'], ['P1DT1H', 'PT0.5S']],
  'an interval of minutes': [
    fields.intervalOf('minute'),
    ['P1DT90M'],
    ['PT1S', 'PT0.1S', 'PT1M1S'],
  ],
  uuid: [fields.uuid, ['ffffffff-ffff-ffff-ffff-ffffffffffff'], ['ffffffff', '']],
  ipAddress: [fields.ipAddress, ['10.0.0.1', '::1', '10.0.0.0/8'], ['10.0.0.256', 'localhost']],
  macAddress: [fields.macAddress, ['08:00:2b:01:02:03'], ['08:00:2b', '']],
  bytes: [fields.bytes, ['', 'aGk='], ['a', '%%%%']],
  decimal: [fields.decimal(), ['0', `-${'9'.repeat(400)}.5`], ['NaN', '1e5', '.5', '', 1]],
  'decimal(5, 2)': [fields.decimal(5, 2), ['-123.45', '0.1'], ['1234', '1.234', '1e2']],
  'decimal(3, 0)': [fields.decimal(3, 0), ['123'], ['1234', '1.0']],
  'decimal(2, 2)': [fields.decimal(2, 2), ['0', '0.0', '-0.99'], ['1', '00', '0.', '0.999', '.9']],
  'decimal(2, 4)': [
    fields.decimal(2, 4),
    ['0', '0.0', '0.000', '0.0099'],
    ['0.01', '1', '0.00999'],
  ],
  'decimal(2, -3)': [
    fields.decimal(2, -3),
    ['0', '99000', '-1000'],
    ['1', '99500', '100000', '1.0'],
  ],
  'decimalNumber(2, -3)': [fields.decimalNumber(2, -3), [0, 99000, -1000], [1, 99500, 100000]],
  int64: [
    fields.int64,
    ['9223372036854775807', '-9223372036854775808'],
    ['9223372036854775808', '-9223372036854775809', '1.5', '1e3', '', 1],
  ],
  int16Text: [fields.int16Text, ['32767', '-32768'], ['32768', '1.5', '0x1', '']],
  int32Text: [fields.int32Text, ['2147483647', '-2147483648'], ['2147483648', '1e3']],
  bigintText: [fields.bigintText, ['9223372036854775807'], ['9223372036854775808', '1.5']],
  booleanText: [fields.booleanText, ['true', 'false'], ['1', 'yes', '', true]],
  json: [
    fields.json(),
    [0, '', false, [], {}, deep(100), ['x'.repeat(fields.MAX_TEXT)]],
    [null, undefined, deep(101), [{ key: 'x'.repeat(fields.MAX_TEXT) }]],
  ],
  roomyJson: [fields.json({ text: 5 }), ['12345', { a: '1234' }], ['123456', { ab: '1234' }]],
  'lists of lists': [
    fields.filled(z.array(z.array(z.array(z.int()))).max(2)),
    [[], [[[1], [2]]], [[[1]], [[2]]]],
    [[[]], [[[]]], [[[1]], []], [[[1], []]], [[[1]], [[2]], [[3]]], [['a']]],
  ],
  lineTuple: [
    fields.lineTuple,
    [
      [1, 0, 0],
      [0, -1, 0],
      [2e-6, 0, 5],
    ],
    [[0, 0, 1], [1e-6, -1e-7, 0], [1, 0], [1, 0, '0'], {}],
  ],
  lineObject: [
    fields.lineObject,
    [{ a: 1, b: 0, c: 0 }],
    [{ a: 0, b: 0, c: 1 }, { a: 1, b: 0 }, { a: 1, b: 0, c: 0, d: 0 }, [1, 0, 0]],
  ],
  pointObject: [
    fields.pointObject,
    [{ x: 1, y: -1e308 }],
    [{ x: 1 }, { x: 1, y: 2, z: 3 }, [1, 2]],
  ],
  'a char that is a key': [fields.keyOf(fields.charText(3)), ['a  ', ' a'], ['', ' ', '.', '.. ']],
  'an enum that is a key': [fields.keyOf(z.enum(['', '.', 'a'])), ['a'], ['', '.']],
  keyOf: [
    fields.keyOf(z.string()),
    ['x'.repeat(512), '...', 'a/b', ' ', '/'.repeat(170)],
    ['', '.', '..', 'x'.repeat(513), '/'.repeat(171)],
  ],
  keyText: [fields.keyText, ['x', 'x'.repeat(512)], ['', 'x'.repeat(513)]],
  'a float in a URL': [
    fields.urlValue(columns.float),
    ['1.5', '-2e3', '0'],
    ['NaN', 'Infinity', '0x10', '1e999', '1e-400', '-0.0001e-323', ''],
  ],
  'a small float in a URL': [
    fields.urlValue(columns.float),
    ['-286477e-84', '5e-324', '0e-400', '-0.00'],
    [],
  ],
  'a real in a URL': [
    fields.urlValue(columns.real),
    ['1.5', '-2e3', '0', '0e-400', '1.4e-45', '3.4028235e38'],
    ['-286477e-84', '1e-46', '1e-400', '3.5e38', 'NaN', ''],
  ],
  'a text in a URL': [fields.urlValue(columns.text), ['', 'x'.repeat(1000)], ['x'.repeat(1001)]],
  'an enum in a URL': [fields.urlValue(mood), ['good'], ['Good', '']],
  'a time with zone in a URL': [fields.urlValue(columns.at), ['10:20:30+02'], ['10:20:30']],
};

test.each(Object.entries(cases))('%s', (_, [schema, taken, refused]) => {
  for (const value of taken) expect(schema.safeParse(value).success, String(value)).toBe(true);
  for (const value of refused) expect(schema.safeParse(value).success, String(value)).toBe(false);
});

test.each([
  [fields.timestampTextOf(0), '9999-12-31T23:59:59.6+00:00', '9999-12-31T23:59:59+00:00'],
  [fields.localTimestampTextOf(3), '2026-01-02 03:04:05.9996', '2026-01-02 03:04:05.999'],
  [fields.timeOf(0), '23:59:59.5', '23:59:59'],
  [fields.time, '23:59:59.9999999', '23:59:59.999999'],
  [fields.timeWithOffsetOf(3), '23:59:59.9996+02', '23:59:59.999+02'],
  [fields.interval, 'PT1.9999999S', 'PT1.999999S'],
  [fields.intervalOf('second', 0), 'P1DT-1.9S', 'P1DT-1S'],
  [fields.charText(5), ' a b ', ' a b'],
])(
  'what a column has no digits or no place for is cut off, and not rounded: %#',
  (schema, sent, kept) => {
    expect(schema.parse(sent)).toBe(kept);
  },
);

test('blanks are looked at in one go', () => {
  const blanks = `${' '.repeat(999_999)}x`;
  // Going back over them for each would take minutes, which no test has.
  expect(fields.charText(1_000_000).parse(blanks)).toBe(blanks);
});
