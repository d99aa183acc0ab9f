import { describe, expect, it } from 'vitest';
import {
  formatColumn,
  formatReference,
  parseColumn,
  parseReference,
} from '../../../src/new-table/grammar.ts';

const plain = { args: [], array: false, optional: false, unique: false, default: null };

describe('parseColumn', () => {
  it.each([
    ['note:text', { name: 'note', type: 'text' }],
    ['note:text?', { name: 'note', type: 'text', optional: true }],
    ['number:varchar(24):unique', { name: 'number', type: 'varchar', args: ['24'], unique: true }],
    ['total:numeric(12, 2)', { name: 'total', type: 'numeric', args: ['12', '2'] }],
    ['rate:numeric', { name: 'rate', type: 'numeric' }],
    ['tags:text[]?', { name: 'tags', type: 'text', array: true, optional: true }],
    ['labels:enum(a,b)[]', { name: 'labels', type: 'enum', args: ['a', 'b'], array: true }],
    [
      'status:enum(to do,done):default(to do)',
      { name: 'status', type: 'enum', args: ['to do', 'done'], default: 'to do' },
    ],
    ['motto:text:default(a: (b), c)', { name: 'motto', type: 'text', default: 'a: (b), c' }],
    ['empty:text:default()', { name: 'empty', type: 'text', default: '' }],
    ['is_paid:boolean:default(false)', { name: 'is_paid', type: 'boolean', default: 'false' }],
    [
      'seenAt:timestamp?:default(now)',
      { name: 'seenAt', type: 'timestamp', optional: true, default: 'now' },
    ],
    [
      'data:jsonb:default({"a":{"b":1}})',
      { name: 'data', type: 'jsonb', default: '{"a":{"b":1}}' },
    ],
  ])('reads %s, and writes what reads the same', (text, expected) => {
    const column = parseColumn(text);
    expect(column).toEqual({ ...plain, ...expected });
    expect(parseColumn(formatColumn(column))).toEqual(column);
  });

  it.each([
    ['note', 'its type is missing'],
    [':text', '"" is not a name'],
    ['2nd:text', '"2nd" is not a name'],
    ['a b:text', '"a b" is not a name'],
    ['constructor:text', 'anything in JavaScript'],
    [`${'x'.repeat(61)}:text`, 'too long a name'],
    ['note:', 'its type is missing'],
    ['note:varcha(20)', 'there is no type "varcha". Did you mean varchar?'],
    ['note:int', 'Did you mean integer?'],
    ['note:blob', 'There are text, varchar'],
    ['note:text(5)', 'text takes nothing in parentheses'],
    ['note:varchar', 'varchar needs the longest length: varchar(200)'],
    ['note:varchar(0)', 'varchar needs the longest length'],
    ['note:varchar(2x)', 'varchar needs the longest length'],
    ['total:numeric(2,12)', 'numeric(12,2) means'],
    ['total:numeric(12,2,1)', 'numeric(12,2) means'],
    ['status:enum', 'enum needs its values'],
    ['status:enum()', 'enum needs its values'],
    ['status:enum(a,,b)', 'enum needs its values'],
    ['status:enum(a,b,a)', 'the value "a" is there twice'],
    ['status:enum(a,b', 'a parenthesis is not closed'],
    ['note:text:uniq', '"uniq" is neither unique nor a default(...)'],
    ['note:text:default(a):default(b)', '"default(b)" is neither'],
    ['paid:boolean:unique', 'a unique boolean leaves room for few rows'],
    ['tags:text[]:unique', 'an array can be unique, but'],
    ['tags:text[]:default(a)', 'the default of an array'],
    ['code:text:unique:default(a)', 'a default that is unique can be used by one row only'],
  ])('refuses %s: %s', (text, problem) => {
    expect(() => parseColumn(text)).toThrow(problem);
    expect(() => parseColumn(text)).toThrow(expect.objectContaining({ code: 'INVALID_COLUMN' }));
  });

  it.each([
    'paid:boolean:default(yes)',
    'count:integer:default(1.5)',
    'count:integer:default(2147483648)',
    'rank:smallint:default(40000)',
    'views:bigint:default(9223372036854775808)',
    'total:numeric(5,2):default(1000)',
    'total:numeric(5,2):default(1.234)',
    'weight:real:default(heavy)',
    'day:date:default(2023-02-29)',
    'at:time:default(25:00)',
    'seen:timestamp:default(yesterday)',
    'key:uuid:default(1)',
    'status:enum(a,b):default(c)',
    'data:jsonb:default(5)',
    'data:jsonb:default({"a":"it\'s"})',
    'short:varchar(2):default(abc)',
  ])('refuses the default of %s', (text) => {
    expect(() => parseColumn(text)).toThrow(/the default ".*" will not do: it takes /);
  });
});

describe('parseReference', () => {
  it.each([
    ['customer:customers', {}],
    ['customer:customers:cascade', { onDelete: 'cascade' }],
    ['customer:customers?:set-null', { optional: true, onDelete: 'set-null' }],
    ['customer:customers:unique:restrict', { unique: true, onDelete: 'restrict' }],
    ['customer:customers:restrict:unique', { unique: true, onDelete: 'restrict' }],
  ])('reads %s, and writes what reads the same', (text, expected) => {
    const reference = parseReference(text);
    expect(reference).toEqual({
      name: 'customer',
      table: 'customers',
      optional: false,
      unique: false,
      onDelete: 'no-action',
      ...expected,
    });
    expect(parseReference(formatReference(reference))).toEqual(reference);
  });

  it.each([
    ['customer', 'the table is missing'],
    ['customer:?', 'the table is missing'],
    ['cust omer:customers', '"cust omer" is not a name'],
    ['customer:customers:delete', '"delete" is none of unique, cascade, restrict'],
    ['customer:customers:cascade:restrict', '"restrict" is none of'],
    ['customer:customers:set-null', 'put ? behind the table'],
  ])('refuses %s: %s', (text, problem) => {
    expect(() => parseReference(text)).toThrow(problem);
    expect(() => parseReference(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_REFERENCE' }),
    );
  });
});
