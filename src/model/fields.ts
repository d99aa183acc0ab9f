import type { Column } from '../schema/table.ts';
import { member, quote } from '../code.ts';

/** An expression for a Zod schema in generated code, and what it needs from `src/http/fields`. */
export interface FieldExpression {
  code: string;
  imports: string[];
}

/**
 * What a request body holds where the column's JavaScript type has no JSON: dates, decimals, 64-bit integers, bytes.
 *
 * @param table the table's identifier in the generated file
 * @param isTyped the column has a `$type` that is narrower than what its own type allows
 * @returns null where drizzle-zod's own schema for the column is right; `schema` in the code is that schema
 */
export function bodyField(column: Column, table: string, isTyped = false): FieldExpression | null {
  const plain = plainField(column, table);
  if (!isTyped || column.kind === 'json' || column.kind === 'custom') return plain;
  const type = `NonNullable<(typeof ${table}.$inferInsert)[${quote(column.key)}]>`;
  return {
    code: `typed<${type}>(${plain?.code ?? 'schema'})`,
    imports: [...(plain?.imports ?? []), 'typed'],
  };
}

function plainField(column: Column, table: string): FieldExpression | null {
  if (column.kind === 'custom') return customField(column, table);
  const element = elementField(column, table);
  return element && listOf(element, column);
}

/** As many lists around it as the column has dimensions, each of the length that the column fixes. */
function listOf(element: FieldExpression, { arrayDimensions, arraySizes }: Column) {
  const levels = Array.from({ length: arrayDimensions }, (_, level) => arraySizes?.[level] ?? null);
  const code = levels.reduceRight<string>((inner, size) => {
    const list = `z.array(${inner})`;
    return size === null ? list : `${list}.length(${size})`;
  }, element.code);
  return { ...element, code };
}

/** What a response holds where drizzle-zod's schema would not fit the row's type: JSON with a `$type`. */
export function responseField(column: Column, table: string): FieldExpression | null {
  if (column.kind !== 'json') return null;
  return listOf(jsonField('storedJson', column, table, '$inferSelect'), column);
}

/** A custom type is the only one to know what it takes. One that takes a Date gets it from the text that JSON has for it. */
function customField(column: Column, table: string): FieldExpression {
  if (column.jsType === 'Date' && column.arrayDimensions === 0) {
    return { code: 'timestamp', imports: ['timestamp'] };
  }
  const place = member(table, column.key);
  const type = typeof column.customSample;
  const isPlain = column.arrayDimensions === 0 && /^(string|number|boolean)$/.test(type);
  return { code: `mapped(${place}${isPlain ? `, ${quote(type)}` : ''})`, imports: ['mapped'] };
}

/** How a key column stands in a path. */
export function urlField(column: Column, table: string): FieldExpression {
  if (column.kind === 'enum')
    return { code: `z.enum(${table}.${column.key}.enumValues)`, imports: [] };
  const decimal = column.kind === 'decimal' && decimalField(column);
  if (decimal) return decimal;
  const name = URL_FIELDS[column.kind]?.(column) ?? 'keyText';
  return { code: name, imports: [name] };
}

function elementField(column: Column, table: string): FieldExpression | null {
  if (column.kind === 'json') return jsonField('json', column, table, '$inferInsert');
  if (column.kind === 'decimal') return decimalField(column);
  if (column.kind === 'vector') return vectorField(column);
  const name = BODY_FIELDS[column.kind]?.(column);
  return name ? { code: name, imports: [name] } : null;
}

const BODY_FIELDS: Partial<Record<Column['kind'], (column: Column) => string | null>> = {
  uuid: () => 'uuid',
  bigint: (column) => (column.jsType === 'bigint' ? 'int64' : null),
  timestamp: (column) => (column.jsType === 'Date' ? 'timestamp' : 'timestampText'),
  date: (column) => (column.jsType === 'Date' ? 'day' : 'dayText'),
  time: (column) => (column.withTimezone ? 'timeWithOffset' : 'time'),
  interval: () => 'interval',
  network: networkField,
  bytes: () => 'bytes',
};

const URL_FIELDS: Partial<Record<Column['kind'], (column: Column) => string>> = {
  uuid: () => 'uuid',
  integer: (column) => (column.sqlType.startsWith('small') ? 'int16Text' : 'int32Text'),
  bigint: (column) => (column.jsType === 'bigint' ? 'int64' : 'safeIntegerText'),
  timestamp: (column) => (column.jsType === 'Date' ? 'timestamp' : 'timestampText'),
  date: (column) => (column.jsType === 'Date' ? 'day' : 'dayText'),
  time: (column) => (column.withTimezone ? 'timeWithOffset' : 'time'),
  interval: () => 'interval',
  boolean: () => 'booleanText',
  network: networkField,
};

function decimalField({ jsType, precision, scale }: Column): FieldExpression | null {
  if (jsType === 'number') return null;
  if (jsType === 'bigint') return { code: 'int64', imports: ['int64'] };
  const code = precision === null ? 'decimal()' : `decimal(${precision}, ${scale ?? 0})`;
  return { code, imports: ['decimal'] };
}

/** bit and sparsevec are text to drizzle; for lists of numbers drizzle-zod knows how many. */
function vectorField({ sqlType, length }: Column): FieldExpression | null {
  if (length === null || !/^(bit|sparsevec)\b/.test(sqlType)) return null;
  const name = sqlType.startsWith('bit') ? 'bits' : 'sparseVector';
  return { code: `${name}(${length})`, imports: [name] };
}

function networkField({ sqlType }: Column): string {
  if (!sqlType.startsWith('mac')) return 'ipAddress';
  return sqlType === 'macaddr8' ? 'macAddress8' : 'macAddress';
}

function jsonField(name: string, column: Column, table: string, side: string): FieldExpression {
  const whole = `(typeof ${table}.${side})[${quote(column.key)}]`;
  const type = Array.from({ length: column.arrayDimensions }).reduce<string>(
    (list) => `NonNullable<${list}>[number]`,
    whole,
  );
  return { code: `${name}<${type}>()`, imports: [name] };
}
