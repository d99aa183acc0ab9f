import type { Column } from '../schema/table.ts';
import { type Code, code, imported, member, plainCode, quote } from '../code.ts';

/** How a field stands in a table's Zod schema; what it imports is from `src/http/fields`. */
export interface Refinement {
  code: Code;
  /** It is made of drizzle-zod's own schema for the column, which is called `schema` in the code. */
  takesSchema: boolean;
}

/**
 * What a request body holds where the column's JavaScript type has no JSON: dates, decimals, 64-bit integers, bytes.
 *
 * @param table the table's identifier in the generated file
 * @param isTyped the column has a `$type` that is narrower than what its own type allows
 * @param isKey it is a part of what the row is found by in a URL
 * @returns null where drizzle-zod's own schema for the column is right
 */
export function bodyField(
  column: Column,
  table: string,
  { isTyped = false, isKey = false } = {},
): Refinement | null {
  const own = plainField(column, table) ?? brandedField(column, isTyped);
  const takesSchema = own === null;
  const field = limited(own ?? plainCode('schema'), column, isKey) ?? own;
  if (!isTyped || column.kind === 'json' || column.kind === 'custom') {
    return field && { code: field, takesSchema };
  }
  const type = `NonNullable<(typeof ${table}.$inferInsert)[${quote(column.key)}]>`;
  return { code: code`${imported('typed')}<${type}>(${field ?? 'schema'})`, takesSchema };
}

/** drizzle-zod takes a text with a brand, `string & { __brand: 'UserId' }`, for an object to TypeScript: that has no length. */
function brandedField({ kind, arrayDimensions, length }: Column, isTyped: boolean): Code | null {
  const isMeasured = isTyped && kind === 'text' && arrayDimensions === 0 && length === null;
  return isMeasured ? plainCode('z.string()') : null;
}

/** What a field may hold less than its column: text and lists have an end, and a key has to stand in a URL. */
function limited(field: Code, column: Column, isKey: boolean): Code | null {
  const { kind, arrayDimensions, arraySizes, length } = column;
  if (arrayDimensions === 0) {
    const isOpenText = kind === 'text' && length === null;
    const isNamed = kind === 'enum' && column.enumValues?.some((value) => !isReachable(value));
    if (isKey && (kind === 'text' || kind === 'custom' || isNamed)) {
      // Said apart from what else a URL asks for: the document knows lengths only.
      const bounded = isOpenText ? code`${field}.max(${imported('MAX_KEY_LENGTH')})` : field;
      return code`${imported('keyOf')}(${bounded})`;
    }
    return isOpenText ? code`${field}.max(${imported('MAX_TEXT')})` : null;
  }
  if (kind === 'custom') return null;
  const isOpen = (arraySizes?.[0] ?? null) === null;
  const bounded = isOpen ? code`${field}.max(${imported('MAX_ITEMS')})` : null;
  return arrayDimensions > 1 ? code`${imported('filled')}(${bounded ?? field})` : bounded;
}

/** Whether a part of a path can be it: the service's `keyOf` refuses the others. */
export function isReachable(key: string): boolean {
  return !/^\.{0,2}$/.test(key);
}

function plainField(column: Column, table: string): Code | null {
  if (column.kind === 'custom') return customField(column, table);
  const element = elementField(column, table);
  return element && listOf(element, column);
}

/** As many lists around it as the column has dimensions, each of the length that the column fixes. */
function listOf(element: Code, { arrayDimensions, arraySizes }: Column): Code {
  const levels = Array.from({ length: arrayDimensions }, (_, level) => arraySizes?.[level] ?? null);
  return levels.reduceRight<Code>(
    (inner, size) => code`z.array(${inner})${size === null ? '' : `.length(${size})`}`,
    element,
  );
}

/** What a response holds where drizzle-zod's schema would not fit what is read: JSON with a `$type`, and what is sent as text. */
export function responseField(column: Column, table: string): Refinement | null {
  const element = sentField(column, table);
  return element && { code: listOf(element, column), takesSchema: false };
}

function sentField(column: Column, table: string): Code | null {
  if (column.kind === 'json') return jsonField('storedJson', column, table, '$inferSelect');
  const text = textField(column);
  if (text) return text;
  const name = SENT_FIELDS[column.kind]?.(column);
  return name ? imported(name) : null;
}

const SENT_FIELDS: Partial<Record<Column['kind'], (column: Column) => string | null>> = {
  timestamp: (column) => (column.jsType === 'Date' ? 'sentTimestamp' : null),
  date: (column) => (column.jsType === 'Date' ? 'sentDay' : null),
  float: () => 'sentFloat',
  decimal: ({ jsType }) => SENT_DECIMALS[jsType] ?? null,
};

const SENT_DECIMALS: Partial<Record<Column['jsType'], string>> = {
  number: 'sentNumber',
  bigint: 'sentDecimal',
};

/** Texts that drizzle-zod knows nothing of, or of which it wants just so many characters. */
function textField({ kind, sqlType, length }: Column): Code | null {
  if (kind !== 'text') return null;
  if (/^char\b/.test(sqlType)) return code`${imported('charText')}(${length ?? 1})`;
  return PLAIN_TEXT.test(sqlType) ? null : imported('anyText');
}

const PLAIN_TEXT = /^(text|varchar)\b/;

/** A custom type is the only one to know what it takes. One that takes a Date gets it from the text that JSON has for it. */
function customField(column: Column, table: string): Code {
  if (column.jsType === 'Date' && column.arrayDimensions === 0) {
    return imported('timestamp');
  }
  const place = member(table, column.key);
  const type = typeof column.customSample;
  const isPlain = /^(string|number|boolean)$/.test(type);
  return code`${imported('mapped')}(${place}${isPlain ? `, ${quote(type)}` : ''})`;
}

/** How a key column stands in a path. */
export function urlField(column: Column, table: string): Code {
  const plain = plainUrlField(column, table);
  // A number has fewer digits than the text that stands for it.
  const isText = column.kind === 'decimal' && column.jsType !== 'string';
  if (!column.hasOwnType && !isText) return plain;
  const type = `(typeof ${table}.$inferSelect)[${quote(column.key)}]`;
  return code`${imported('typed')}<${type}>(${plain})`;
}

function plainUrlField(column: Column, table: string): Code {
  if (column.kind === 'enum') return plainCode(`z.enum(${member(table, column.key)}.enumValues)`);
  return imported(URL_FIELDS[column.kind]?.(column) ?? 'keyText');
}

function elementField(column: Column, table: string): Code | null {
  if (column.kind === 'json') return jsonField('json', column, table, '$inferInsert');
  if (column.kind === 'decimal') return decimalField(column);
  if (column.kind === 'vector') return vectorField(column);
  const text = textField(column);
  if (text) return text;
  if (column.kind === 'timestamp' || column.kind === 'time') return timeField(column);
  if (column.kind === 'interval') return intervalField(column);
  const name = BODY_FIELDS[column.kind]?.(column);
  return name ? imported(name) : null;
}

const BODY_FIELDS: Partial<Record<Column['kind'], (column: Column) => string | null>> = {
  uuid: () => 'uuid',
  bigint: (column) => (column.jsType === 'bigint' ? 'int64' : null),
  float: ({ sqlType }) => (sqlType === 'real' ? 'real' : 'double'),
  date: (column) => (column.jsType === 'Date' ? 'day' : 'dayText'),
  network: networkField,
  bytes: () => 'bytes',
  geometry: geometryField,
};

const URL_FIELDS: Partial<Record<Column['kind'], (column: Column) => string>> = {
  uuid: () => 'uuid',
  integer: (column) => (column.sqlType.startsWith('small') ? 'int16Text' : 'int32Text'),
  bigint: (column) => (column.jsType === 'bigint' ? 'int64' : 'bigintText'),
  decimal: () => 'decimalText',
  float: ({ sqlType }) => (sqlType === 'real' ? 'realText' : 'floatText'),
  timestamp: (column) =>
    column.jsType === 'Date' ? 'urlTimestamp' : urlName(textTimestampField(column)),
  date: (column) => (column.jsType === 'Date' ? 'urlDay' : 'urlDayText'),
  time: timeName,
  interval: () => 'interval',
  boolean: () => 'booleanText',
  network: networkField,
};

function decimalField({ jsType, precision, scale }: Column): Code {
  if (jsType === 'number') {
    return precision === null
      ? imported('double')
      : code`${imported('decimalNumber')}(${precision}, ${scale ?? 0})`;
  }
  if (jsType === 'bigint') {
    return code`${imported('wholeNumber')}(${precision === null ? '' : Math.max(precision - (scale ?? 0), 1)})`;
  }
  return code`${imported('decimal')}(${precision === null ? '' : `${precision}, ${scale ?? 0}`})`;
}

function textTimestampField({ withTimezone }: Column): string {
  return withTimezone ? 'timestampText' : 'localTimestampText';
}

/** `urlDay` stands in a URL for what `day` does in a body. */
function urlName(name: string): string {
  return `url${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** With as many digits behind the seconds as the column says, or as Postgres holds. */
function timeField(column: Column): Code {
  const { kind, jsType, precision } = column;
  const name =
    kind === 'time'
      ? timeName(column)
      : jsType === 'Date'
        ? 'timestamp'
        : textTimestampField(column);
  return precision === null ? imported(name) : code`${imported(`${name}Of`)}(${precision})`;
}

function timeName({ withTimezone }: Column): string {
  return withTimezone ? 'timeWithOffset' : 'time';
}

/** Postgres drops of a span what is less than the unit that its column ends with. */
function intervalField({ sqlType }: Column): Code {
  const [, unit = 'second', digits] =
    /^interval(?:.*\b(year|month|day|hour|minute|second))?\s*(?:\((\d)\))?$/.exec(sqlType) ?? [];
  if (unit === 'second' && digits === undefined) return imported('interval');
  return code`${imported('intervalOf')}(${quote(unit)}${digits === undefined ? '' : `, ${digits}`})`;
}

/** bit and sparsevec are text to drizzle; for lists of numbers drizzle-zod knows how many. */
function vectorField({ sqlType, length }: Column): Code | null {
  if (length === null || !/^(bit|sparsevec)\b/.test(sqlType)) return null;
  const name = sqlType.startsWith('bit') ? 'bits' : 'sparseVector';
  return code`${imported(name)}(${length})`;
}

/** Of all that drizzle has for geometry, Postgres takes any numbers but for a line; of an object, drizzle-zod takes any field. */
function geometryField({ sqlType, customSample }: Column): string | null {
  if (sqlType !== 'line') return customSample === undefined ? null : 'pointObject';
  return customSample === undefined ? 'lineTuple' : 'lineObject';
}

function networkField({ sqlType }: Column): string {
  if (!sqlType.startsWith('mac')) return 'ipAddress';
  return sqlType === 'macaddr8' ? 'macAddress8' : 'macAddress';
}

function jsonField(name: string, column: Column, table: string, side: string): Code {
  const whole = `(typeof ${table}.${side})[${quote(column.key)}]`;
  const type = Array.from({ length: column.arrayDimensions }).reduce<string>(
    (list) => `NonNullable<${list}>[number]`,
    whole,
  );
  return code`${imported(name)}<${type}>()`;
}
