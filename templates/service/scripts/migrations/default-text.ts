import { is, SQL } from 'drizzle-orm';
import { PgArray, type PgColumn } from 'drizzle-orm/pg-core';

/**
 * The SQL of a default for which drizzle-kit has none, or a wrong one: JSON and arrays with quotes or backslashes in them,
 * bigints, points, vectors, custom types.
 *
 * @returns undefined for all others, which drizzle-kit writes itself: another text would look like a change of the schema
 */
export function defaultText(column: PgColumn): string | undefined {
  const { default: value } = column;
  if (value === undefined || is(value, SQL) || value instanceof Date) return undefined;
  if (is(column, PgArray) && Array.isArray(value)) return arrayText(column, value);
  const type = column.getSQLType().toLowerCase();
  if (type === 'json' || type === 'jsonb') return jsonText(value, type);
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : quoted(`${value}`);
  if (typeof value !== 'object') return undefined;
  const sent: unknown = column.mapToDriverValue(value);
  if (Buffer.isBuffer(sent)) return `'\\x${sent.toString('hex')}'`;
  return typeof sent === 'string' ? quoted(sent) : undefined;
}

function jsonText(value: unknown, type: string): string | undefined {
  if (typeof value === 'string') {
    // drizzle-kit writes a string as it is, so one that is JSON means that JSON.
    return isJson(value) ? undefined : `${quoted(JSON.stringify(value))}::${type}`;
  }
  const json = JSON.stringify(value);
  return json.includes("'") ? `${quoted(json)}::${type}` : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function arrayText(column: PgColumn, values: unknown[]): string | undefined {
  return isPlain(column, values) ? undefined : quoted(arrayLiteral(column, values));
}

/** Whether drizzle-kit writes an array right. Within JSON, and for a point, it takes an array for one of the database's own. */
function isPlain(column: PgColumn, values: unknown[]): boolean {
  const base = is(column, PgArray) ? column.baseColumn : column;
  const isJsonText = /^jsonb?$/i.test(base.getSQLType());
  return values.every((value) => {
    if (Array.isArray(value)) return is(base, PgArray) && isPlain(base, value);
    if (value instanceof Date || typeof value === 'boolean') return true;
    if (typeof value === 'string') return !isJsonText && !/['"\\]/.test(value);
    return Number.isFinite(value);
  });
}

function arrayLiteral(column: PgColumn, values: unknown[]): string {
  const base = is(column, PgArray) ? column.baseColumn : column;
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value) && is(base, PgArray)) return arrayLiteral(base, value);
    const sent: unknown = base.mapToDriverValue(value);
    return `"${textOf(sent).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${elements.join(',')}}`;
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  // JSON has no infinity, and makes null of it.
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
