import * as fc from 'fast-check';

/** A part of a body that is written as it stands, whatever JSON says of it. */
export class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What somebody sends who means harm, or whose language has other numbers, dates and texts. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  new Raw('1e400'),
  new Raw('9007199254740993'),
  new Raw('-0.0'),
  new Raw('1E+2'),
  new Raw('0.1000000000000000055511151231257827'),
  new Raw('9'.repeat(400)),
  new Raw('"\\ud800"'),
  new Raw('"\\u0000"'),
  new Raw('"a\\udc00b"'),
  new Raw('NaN'),
  new Raw('[[[[[[[[[[]]]]]]]]]]'),
  new Raw('['.repeat(150) + ']'.repeat(150)),
  new Raw('{"a":'.repeat(9000) + '1' + '}'.repeat(9000)),
  '',
  ' ',
  '.',
  '..',
  '0',
  '-0',
  '1e400',
  'NaN',
  'Infinity',
  '-infinity',
  'infinity',
  'null',
  'undefined',
  'true',
  '[object Object]',
  '{}',
  '{1,2}',
  '\\',
  '\\\\x00',
  "'; drop table products; --",
  "' or '1'='1",
  '%00',
  '%',
  '%%s%n',
  '\u202e\ufeff\u200b',
  '\ufffe\uffff',
  '👩‍👩‍👧‍👦',
  'ﷺ',
  'İ',
  'a'.repeat(257),
  '漢'.repeat(2000),
  '0000-00-00',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.9999999Z',
  '9999-12-31T23:10:00-11:30',
  '2026-02-30',
  '2026-02-29T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-06-30T23:59:60Z',
  '2026-01-01 00:00:00',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00.123456789123Z',
  '-271821-04-20T00:00:00Z',
  '+012026-01-01T00:00:00Z',
  '24:00:00',
  '{"a":[1]}',
  {},
  [],
  [[]],
  [null],
  { a: { b: { c: null } } },
  { constructor: { prototype: {} } },
  { length: 1e9 },
  { toString: 1 },
  { toJSON: 1 },
];

export const nasty: fc.Arbitrary<unknown> = fc.constantFrom(...NASTY);

const nastyName = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'id',
  'createdAt',
  'ID',
  '',
  'a/b~c',
  '😀',
  '\u0000',
  ' name',
);

/** The same value with one thing wrong, somewhere in it. */
export function spoiled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(valid, fc.nat(), fc.constantFrom('replace', 'remove', 'add', 'wrap'), nasty, nastyName)
    .map(([value, pick, change, wrong, name]) => {
      if (typeof value !== 'object' || value === null) return wrong;
      const copy = structuredCopy(value) as Record<string, unknown>;
      const places = placesIn(copy);
      const place = places[pick % Math.max(places.length, 1)];
      if (change === 'wrap') return pick % 2 === 0 ? [copy] : wrong;
      if (change === 'add' || !place) return withOwn(copy, name, wrong);
      if (change === 'remove' && Array.isArray(place.holder))
        place.holder.splice(Number(place.key), 1);
      else if (change === 'remove') Reflect.deleteProperty(place.holder, place.key);
      else Reflect.set(place.holder, place.key, wrong);
      return copy;
    });
}

/** Also under the name `__proto__`, which an assignment would not make a field. */
function withOwn(holder: object, name: string, value: unknown): object {
  return Object.defineProperty(holder, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function structuredCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, structuredCopy(item)]),
  );
}

interface Place {
  holder: object;
  key: string;
}

/** Every field and element, the outer ones first. */
function placesIn(value: unknown): Place[] {
  if (!Array.isArray(value) && !isPlain(value)) return [];
  const entries = Object.entries(value).slice(0, 40);
  return [
    ...entries.map(([key]) => ({ holder: value, key })),
    ...entries.flatMap(([, item]) => placesIn(item)),
  ];
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What becomes of the text of a body on its way. */
export const spoiledText: fc.Arbitrary<(text: string) => Buffer> = fc.constantFrom<
  ((text: string) => Buffer)[]
>(
  (text) => Buffer.from(text.slice(0, -1)),
  (text) => Buffer.from(`${text}}`),
  (text) => Buffer.from(`${text} ${text}`),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(`// ${text}`),
  (text) => Buffer.concat([Buffer.from(text.slice(0, 2)), Buffer.from([0xc3, 0x28, 0xff])]),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(text.replace('{', '{"__proto__":{"x":1},')),
  (text) => Buffer.from(text.replace('{', '{"constructor":{"prototype":1},')),
  () => Buffer.alloc(0),
  () => Buffer.from('{'.repeat(20_000)),
  () => Buffer.from(`[${'1,'.repeat(30_000)}1]`),
  () => Buffer.alloc(2_000_000, 0x20),
  () => Buffer.from(`{"a":"${'x'.repeat(1_100_000)}"}`),
  () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
);

export const spoiledHeaders: fc.Arbitrary<Record<string, string>> = fc.constantFrom<
  Record<string, string>[]
>(
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json;charset=' },
  { 'content-type': 'application/JSON' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'multipart/form-data; boundary=' },
  { 'content-type': '' },
  { 'content-type': 'application/merge-patch+json' },
  { 'content-type': 'application/vnd.api+json' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br, gzip' },
  { 'transfer-encoding': 'chunked' },
  { 'if-match': '*' },
  { 'if-match': '"' },
  { 'if-match': 'W/"1", "2-x", ,,' },
  { 'if-match': '"9999999999999999999-abc"' },
  { 'if-none-match': '*' },
  { 'if-none-match': `"${'a'.repeat(5000)}"` },
  { accept: 'text/html;q=0' },
  { 'accept-encoding': 'identity;q=0' },
  { expect: 'nothing' },
  { 'x-request-id': `\u00e9${'x'.repeat(300)}` },
  { 'x-forwarded-for': '::ffff:1.2.3.4, unknown, "' },
  { origin: 'null' },
  { origin: 'https://\u00e9' },
  { authorization: 'Bearer ' },
  { authorization: 'Basic Og==' },
  { 'idempotency-key': '\u00e9'.repeat(300) },
  { cookie: 'a=b; '.repeat(800) },
  { range: 'bytes=0-0' },
  { upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings' },
  { 'x-http-method-override': 'DELETE' },
  { host: '' },
  { host: 'a b' },
);

/** In place of a part of a path. */
export const nastyPart = fc.constantFrom(
  '.',
  '..',
  '%2e%2e',
  '%2F',
  '%00',
  '%',
  '%zz',
  '%C3%28',
  '%ED%A0%80',
  '\u00e9',
  '*',
  ':id',
  '{id}',
  '0',
  '-1',
  '1e3',
  ';a=b',
  'a'.repeat(513),
  'a'.repeat(9000),
  '%20',
  '%0d%0aset-cookie:a=b',
  '__proto__',
  'null',
  '%F0%9F%98%80',
);

/** In place of a parameter's value, as it stands in a URL. */
export const nastyParameter = fc.oneof(
  nastyPart,
  nasty.map((value) => escaped(textOf(value).slice(0, 1000))),
  fc.constantFrom(
    ',',
    ',,',
    '%2C',
    'a,b',
    '1,2,3',
    '[]',
    '=',
    '100',
    '101',
    '1.0',
    '+1',
    '0x10',
    '',
    '%5B%5D',
  ),
);

function textOf(value: unknown): string {
  if (value instanceof Raw) return value.text;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** For a URL; half of a character can't stand in one. */
export function escaped(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

export const nastyParameterName = fc.constantFrom(
  'limit',
  'cursor',
  'sort',
  'include',
  'total',
  'id[in]',
  'id[gt]',
  'id[eq]',
  'id[',
  'id]',
  '[eq]',
  'id[contains]',
  'id[constructor]',
  '__proto__',
  'constructor',
  'toString',
  'limit[eq]',
  '%00',
  'a'.repeat(2000),
  '',
);
