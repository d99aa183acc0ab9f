import * as fc from 'fast-check';
import { type Document, resolved, type Schema } from './document.ts';

/** Makes values that a schema allows. What a caller knows better about a field, it says with `of`. */
export interface Making {
  document: Document;
  /** The value of a field, if it is one that is made in another way. */
  of?: (name: string, usual: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>;
}

/** A list or a text of the described limit is made up to this length. */
const LONGEST = 1000;

const DEEPEST = 4;

/** Any value that the schema allows, those at its edges among them. */
export function valueOf(making: Making, given: Schema, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(making.document, given);
  const made = anyValueOf(making, schema, depth);
  const forbidden = schema.not?.enum ?? (schema.not?.type === 'null' ? [null] : []);
  return forbidden.length > 0 ? made.filter((value) => !forbidden.includes(value)) : made;
}

function anyValueOf(making: Making, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(making, choice, depth)));
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return anyJson();
  return fc.oneof(...types.map((type) => ofType(making, { ...schema, type }, depth)));
}

function ofType(making: Making, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
      return integer(schema);
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return list(making, schema, depth);
    case 'object':
      return object(making, schema, depth);
    default:
      throw new Error(`The fuzzer does not know the type ${String(schema.type)}.`);
  }
}

function anyJson(): fc.Arbitrary<unknown> {
  return fc.jsonValue({ maxDepth: DEEPEST, stringUnit: stored }).map(withoutNul);
}

/** Postgres has no place for it, which the description says of all texts at once. */
function withoutNul(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('\\u0000', ''));
}

/** Any character that Postgres stores. */
const stored = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Array.from('abcXYZ019 -_.,:;%/?#&=+"\'\\\n\t')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);

/** Characters as JSON Schema counts them. */
function lengthOf(value: string): number {
  return Array.from(value).length;
}

const FORMATS: Record<string, fc.Arbitrary<string>> = {
  uuid: fc.oneof(
    fc.uuid(),
    fc.constantFrom('00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'),
  ),
  'date-time': fc.oneof(
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom(
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
      '2026-02-28T23:59:59.123456+14:00',
      '1969-12-31T23:59:59-12:00',
      '2024-02-29T12:00:00.5-03:30',
      '1582-10-10T00:00:00Z',
    ),
  ),
  date: fc.oneof(
    fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    fc.constantFrom('0001-01-01', '9999-12-31', '2024-02-29'),
  ),
  time: fc.constantFrom('00:00:00Z', '23:59:59.999999Z', '12:30:00+05:30'),
  'time-local': fc.constantFrom('00:00:00', '23:59:59.999999', '12:30:00'),
  'date-time-local': fc.constantFrom('0001-01-01T00:00:00', '2026-11-26T05:31:20.442123'),
  duration: fc.constantFrom('P1D', 'PT36H', 'P1Y2M3DT4H5M6.7S', 'P0D'),
  email: fc.emailAddress(),
  uri: fc.webUrl(),
  byte: fc.base64String(),
  ipv4: fc.ipV4(),
  ipv6: fc.ipV6(),
  // Patterns with an alternative of its own on both sides take fast-check for ever.
  cidrv4: fc.constantFrom('10.0.0.0/8', '192.168.1.1/32', '0.0.0.0/0'),
  cidrv6: fc.constantFrom('2001:db8::/32', '::1/128'),
  mac: fc.constantFrom('08:00:2b:01:02:03', 'FF:FF:FF:FF:FF:FF'),
};

function text(schema: Schema): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = Infinity } = schema;
  const fits = (value: string) => {
    const length = lengthOf(value);
    return length >= minLength && length <= maxLength;
  };
  const known = format === undefined ? undefined : FORMATS[format];
  const form = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  if (known) return known.filter((value) => fits(value) && (form?.test(value) ?? true));
  if (pattern !== undefined) return matching(pattern).filter(fits);
  const usual = fc
    .array(stored, { minLength: Math.min(minLength, LONGEST), maxLength: Math.min(maxLength, 24) })
    .map((characters) =>
      Array.from(characters.join('').replaceAll('\0', '')).slice(0, maxLength).join(''),
    )
    .filter(fits);
  if (maxLength > LONGEST) return usual;
  const longest = fc
    .constantFrom('a', 'é', '漢', '😀')
    .map((character) => character.repeat(maxLength));
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: longest });
}

/** Texts of a pattern, in which `\d{1,1000}` need not be tried to its end. */
function matching(pattern: string): fc.Arbitrary<string> {
  const short = pattern.replace(/\{(\d+),(\d+)\}/g, (_, from: string, to: string) => {
    return `{${from},${Math.min(Number(to), Number(from) + 12)}}`;
  });
  // fast-check makes no texts of a pattern that looks ahead.
  const flat = short.replace(/\(\?[=!][^)]*\)/g, '');
  return fc
    .stringMatching(new RegExp(flat))
    .filter((value) => new RegExp(pattern, 'u').test(value));
}

function integer({
  minimum = -(2 ** 53) + 1,
  maximum = 2 ** 53 - 1,
}: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 0) + 100) }),
    fc.integer({ min: minimum, max: maximum }),
    fc.constantFrom(minimum, maximum),
  );
}

function number({ minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE, multipleOf }: Schema) {
  const fits = (value: number) => value >= minimum && value <= maximum;
  if (multipleOf !== undefined) {
    const most = Math.min(Math.floor(maximum / multipleOf), 2 ** 31);
    return fc
      .integer({ min: -most, max: most })
      .map((times) => Number((times * multipleOf).toPrecision(15)))
      .filter(fits);
  }
  return fc.oneof(
    // A real has nothing that close to zero, which no schema says.
    fc
      .double({ min: minimum, max: maximum, noNaN: true, noDefaultInfinity: true })
      .map((value) => (Math.abs(value) < 1e-30 ? 0 : value)),
    fc.integer({ min: -1000, max: 1000 }).filter(fits),
    fc.constantFrom(minimum, maximum),
  );
}

function list(making: Making, schema: Schema, depth: number): fc.Arbitrary<unknown[]> {
  const { items = {}, prefixItems, minItems = 0, maxItems = LONGEST } = schema;
  if (prefixItems) {
    return fc.tuple(...prefixItems.map((item) => valueOf(making, item, depth + 1)));
  }
  const item = valueOf(making, items, depth + 1);
  const short = fc.array(item, {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, 4)),
  });
  if (maxItems > LONGEST) return short;
  const longest = item.map((value) => Array.from({ length: maxItems }, () => value));
  return fc.oneof({ weight: 30, arbitrary: short }, { weight: 1, arbitrary: longest });
}

function object(making: Making, schema: Schema, depth: number): fc.Arbitrary<object> {
  const {
    properties = {},
    required = [],
    minProperties = 0,
    additionalProperties = true,
    dependentRequired = {},
  } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const usual = valueOf(making, field, depth + 1);
      return [name, making.of?.(name, usual) ?? usual];
    }),
  );
  const known = fc.record(fields, { requiredKeys: required });
  // There may be fewer than the schema wants: then none is enough, and looking for one would not end.
  const least = Math.min(minProperties, Object.keys(properties).length);
  const isWhole = (value: object) =>
    Object.keys(value).every((name) =>
      (dependentRequired[name] ?? []).every((other) => other in value),
    );
  const enough = known.filter((value) => Object.keys(value).length >= least && isWhole(value));
  if (additionalProperties === false || Object.keys(properties).length > 0 || depth > DEEPEST)
    return enough;
  const rest =
    additionalProperties === true ? anyJson() : valueOf(making, additionalProperties, depth + 1);
  return fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), rest, { maxKeys: 4 });
}
