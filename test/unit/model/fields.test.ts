import { expect, it } from 'vitest';
import { bodyField, responseField, urlField } from '../../../src/model/fields.ts';
import type { Column } from '../../../src/schema/table.ts';
import { column } from '../schema/helpers.ts';

it.each<[Partial<Column>, string | null]>([
  [{ sqlType: 'bit(8)', length: 8 }, 'bits(8)'],
  [{ sqlType: 'sparsevec(10)', length: 10 }, 'sparseVector(10)'],
  [{ sqlType: 'bit(8)', length: 8, arrayDimensions: 1 }, 'z.array(bits(8)).max(MAX_ITEMS)'],
  // A list of numbers, of which drizzle-zod knows how many there are.
  [{ sqlType: 'vector(3)', length: 3, jsType: 'object' }, null],
])('a vector %j is in a body: %s', (more, expected) => {
  const field = bodyField(column('a', { kind: 'vector', ...more }), 'things');
  expect(field?.code.text ?? null).toBe(expected);
});

const bodyOf = (more: Partial<Column>) => bodyField(column('a', more), 'things')?.code.text ?? null;

it('a line is one that Postgres takes, a point is any', () => {
  const line = { kind: 'geometry', sqlType: 'line', jsType: 'object' } as const;
  expect(bodyOf(line)).toBe('lineTuple');
  expect(bodyOf({ ...line, customSample: { a: 1, b: -1, c: 0 } })).toBe('lineObject');
  expect(bodyOf({ ...line, arrayDimensions: 1 })).toBe('z.array(lineTuple).max(MAX_ITEMS)');
  expect(bodyOf({ ...line, sqlType: 'point' })).toBeNull();
});

it('a list is as long as its column says', () => {
  const grid = { kind: 'uuid', arrayDimensions: 2, arraySizes: [2, null] } as const;
  expect(bodyOf({ ...grid, arraySizes: [...grid.arraySizes] })).toBe(
    'filled(z.array(z.array(uuid)).length(2))',
  );
  // What is empty within a list would not be stored.
  expect(bodyOf({ kind: 'text', arrayDimensions: 2 })).toBe('filled(schema.max(MAX_ITEMS))');
});

it('a list of any length has an end all the same', () => {
  expect(bodyOf({ kind: 'text', arrayDimensions: 1 })).toBe('schema.max(MAX_ITEMS)');
  expect(bodyOf({ kind: 'uuid', arrayDimensions: 1 })).toBe('z.array(uuid).max(MAX_ITEMS)');
  // drizzle-zod knows this one.
  expect(bodyOf({ kind: 'text', arrayDimensions: 1, arraySizes: [3] })).toBeNull();
});

it('a text that is a part of a key is one that a URL can hold', () => {
  const keyOf = (more: Partial<Column>, isTyped = false) =>
    bodyField(column('a', more), 'things', { isTyped, isKey: true })?.code.text ?? null;
  expect(keyOf({ kind: 'text' })).toBe('keyOf(schema.max(MAX_KEY_LENGTH))');
  expect(keyOf({ kind: 'text', length: 36 })).toBe('keyOf(schema)');
  expect(keyOf({ kind: 'text' }, true)).toBe(
    "typed<NonNullable<(typeof things.$inferInsert)['a']>>(keyOf(z.string().max(MAX_KEY_LENGTH)))",
  );
  expect(keyOf({ kind: 'custom' })).toBe('keyOf(mapped(things.a))');
  expect(keyOf({ kind: 'integer' })).toBeNull();
  expect(keyOf({ kind: 'enum', enumValues: ['a', '/'] })).toBeNull();
  for (const value of ['', '.', '..']) {
    expect(keyOf({ kind: 'enum', enumValues: ['a', value] })).toBe('keyOf(schema)');
  }
});

it('a list of JSON is typed by its items', () => {
  const list = column('a', { kind: 'json', arrayDimensions: 1 });
  const item = (side: string) => `NonNullable<(typeof things.${side})['a']>[number]`;
  expect(bodyField(list, 'things')?.code.text).toBe(
    `z.array(json<${item('$inferInsert')}>()).max(MAX_ITEMS)`,
  );
  expect(responseField(list, 'things')?.code.text).toBe(
    `z.array(storedJson<${item('$inferSelect')}>())`,
  );
});

it('a custom type is asked what it takes', () => {
  expect(bodyOf({ kind: 'custom' })).toBe('mapped(things.a)');
  expect(bodyOf({ kind: 'custom', customSample: 1 })).toBe("mapped(things.a, 'number')");
  expect(bodyOf({ kind: 'custom', customSample: {} })).toBe('mapped(things.a)');
  // JSON has text for it.
  expect(bodyOf({ kind: 'custom', jsType: 'Date', customSample: '' })).toBe('timestamp');
});

it.each<[Partial<Column>, string]>([
  [{ kind: 'network', sqlType: 'macaddr' }, 'macAddress'],
  [{ kind: 'network', sqlType: 'macaddr8' }, 'macAddress8'],
  [{ kind: 'network', sqlType: 'inet' }, 'ipAddress'],
  [{ kind: 'decimal', precision: 10, scale: 2 }, 'decimalText'],
  [{ kind: 'float', jsType: 'number' }, 'floatText'],
  [{ kind: 'float', jsType: 'number', sqlType: 'real' }, 'realText'],
  // Text has all of the digits.
  [{ kind: 'decimal', jsType: 'bigint' }, "typed<(typeof things.$inferSelect)['a']>(decimalText)"],
  [{ kind: 'boolean' }, 'booleanText'],
  [{ kind: 'text' }, 'keyText'],
  [{ kind: 'enum', enumValues: ['a'] }, 'z.enum(things.a.enumValues)'],
])('a key %j is in a path: %s', (more, expected) => {
  expect(urlField(column('a', more), 'things').text).toBe(expected);
});

it('a key is of the type that its column was given', () => {
  expect(urlField(column('a', { kind: 'uuid', hasOwnType: true }), 'things').text).toBe(
    "typed<(typeof things.$inferSelect)['a']>(uuid)",
  );
});

it('a key may have a blank in its name', () => {
  const kind = column('my kind', { kind: 'enum', enumValues: ['a'] });
  expect(urlField(kind, 'things').text).toBe("z.enum(things['my kind'].enumValues)");
});

it('a time is as exact as its column', () => {
  const time = { kind: 'timestamp', jsType: 'Date' } as const;
  expect(bodyOf(time)).toBe('timestamp');
  expect(bodyOf({ ...time, precision: 3 })).toBe('timestampOf(3)');
  expect(responseField(column('a', time), 'things')?.code.text).toBe('sentTimestamp');
  expect(urlField(column('a', time), 'things').text).toBe('urlTimestamp');
  expect(responseField(column('a', { ...time, jsType: 'string' }), 'things')).toBeNull();
  const day = column('a', { kind: 'date', jsType: 'Date' });
  expect(responseField(day, 'things')?.code.text).toBe('sentDay');
  expect(urlField(day, 'things').text).toBe('urlDay');
});

it.each<[Partial<Column>, string, string | null]>([
  [{ kind: 'decimal', jsType: 'bigint' }, 'wholeNumber()', 'sentDecimal'],
  [
    { kind: 'decimal', jsType: 'bigint', precision: 30, scale: 0 },
    'wholeNumber(30)',
    'sentDecimal',
  ],
  [
    { kind: 'decimal', jsType: 'number', precision: 5, scale: 2 },
    'decimalNumber(5, 2)',
    'sentNumber',
  ],
  [{ kind: 'decimal', jsType: 'number' }, 'double', 'sentNumber'],
  [{ kind: 'float', jsType: 'number', sqlType: 'real' }, 'real', 'sentFloat'],
  [{ kind: 'float', jsType: 'number', sqlType: 'double precision' }, 'double', 'sentFloat'],
  [{ kind: 'timestamp', withTimezone: true }, 'timestampText', null],
  [{ kind: 'timestamp' }, 'localTimestampText', null],
  [{ kind: 'text', sqlType: 'char(5)', length: 5 }, 'charText(5)', 'charText(5)'],
  // drizzle-zod takes anything for it.
  [{ kind: 'text', sqlType: 'citext' }, 'anyText.max(MAX_TEXT)', 'anyText'],
  [
    { kind: 'timestamp', jsType: 'Date', arrayDimensions: 1 },
    'z.array(timestamp).max(MAX_ITEMS)',
    'z.array(sentTimestamp)',
  ],
])('what Postgres holds of %j is taken as %s and sent as %s', (more, taken, sent) => {
  expect(bodyOf(more)).toBe(taken);
  expect(responseField(column('a', more), 'things')?.code.text ?? null).toBe(sent);
});

it('a list of a custom type holds what the type takes', () => {
  const list = { kind: 'custom', customSample: 'sample', arrayDimensions: 1 } as const;
  expect(bodyOf(list)).toBe("mapped(things.a, 'string')");
});
