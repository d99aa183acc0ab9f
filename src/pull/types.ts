import { quote } from '../code.ts';

/** A call of a drizzle column builder but for the column's name, which comes first. */
export interface Builder {
  /** What to call: a builder of drizzle-orm/pg-core, or a constant of the module. */
  call: string;
  /** TypeScript source of the options; '' for none. */
  options: string;
  /** The type has no builder: one has to be made with customType for this SQL type. */
  custom?: string;
}

const plain: Record<string, string> = {
  smallint: 'smallint',
  integer: 'integer',
  serial: 'serial',
  smallserial: 'smallserial',
  text: 'text',
  uuid: 'uuid',
  boolean: 'boolean',
  real: 'real',
  'double precision': 'doublePrecision',
  json: 'json',
  jsonb: 'jsonb',
  inet: 'inet',
  cidr: 'cidr',
  macaddr: 'macaddr',
  macaddr8: 'macaddr8',
  date: 'date',
  point: 'point',
  line: 'line',
};

/** Names that Postgres prints for types which drizzle calls otherwise. */
const aliases: Record<string, string> = {
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
};

const sized = new Set(['vector', 'halfvec', 'sparsevec']);

/**
 * Finds the column builder for a type as Postgres or drizzle-kit prints it, without `[]`. A type that drizzle has no
 * builder for gets one of its own, so that no column is lost.
 */
export function builderOf(type: string): Builder {
  const match =
    /^([a-z][a-z0-9_ ]*?)\s*(?:\(([^)]*)\))?\s*(with time zone|without time zone)?$/.exec(type);
  if (!match) return { call: '', options: '', custom: type };
  const [, written = '', inParens = '', zone] = match;
  const base = aliases[written] ?? written;
  const sizes = inParens
    .split(',')
    .map((size) => size.trim())
    .filter(Boolean);
  const simple = plain[base];
  if (simple && sizes.length === 0) return { call: simple, options: '' };
  const options = optionsOf(base, sizes, zone === 'with time zone');
  return options === undefined
    ? { call: '', options: '', custom: type }
    : { call: base.startsWith('interval') ? 'interval' : base, options };
}

function optionsOf(base: string, sizes: string[], withTimezone: boolean): string | undefined {
  const [first, second] = sizes;
  if (base === 'bigint' || base === 'bigserial') return object({ mode: quote('number') });
  if (base === 'varchar' || base === 'char') return object({ length: first });
  if (base === 'numeric') return object({ precision: first, scale: second });
  if (base === 'timestamp' || base === 'time') {
    return object({ precision: first, withTimezone: withTimezone ? 'true' : undefined });
  }
  if (base.startsWith('interval')) {
    const fields = base.slice('interval '.length);
    return object({ fields: fields ? quote(fields) : undefined, precision: first });
  }
  if (sized.has(base) && first !== undefined) return object({ dimensions: first });
  return undefined;
}

function object(entries: Record<string, string | undefined>): string {
  const parts = Object.entries(entries).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '';
}

/** Builders whose default may be a plain string. */
const textual = new Set([
  'text',
  'varchar',
  'char',
  'uuid',
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'date',
  'time',
  'interval',
  'numeric',
]);
const numeric = new Set(['smallint', 'integer', 'bigint', 'real', 'doublePrecision']);

/**
 * The TypeScript source of a column's default: a plain value where it means the same, else the SQL itself.
 * @param sql the default as Postgres prints it
 * @param isEnum true for enum columns, whose builder is a constant of the module
 */
export function defaultCall(
  sql: string,
  call: string,
  isEnum: boolean,
  template: (sql: string) => string,
): string {
  if (call === 'timestamp' && /^(?:now\(\)|CURRENT_TIMESTAMP)$/.test(sql)) return '.defaultNow()';
  if (call === 'uuid' && sql === 'gen_random_uuid()') return '.defaultRandom()';
  return `.default(${plainDefault(sql, call, isEnum) ?? template(sql)})`;
}

function plainDefault(sql: string, call: string, isEnum: boolean): string | undefined {
  if (call === 'boolean' && /^(?:true|false)$/.test(sql)) return sql;
  const number =
    /^'?(-?\d{1,15}(?:\.\d+)?)'?(?:::[a-z ]+)?$|^\((-\d{1,15}(?:\.\d+)?)\)(?:::[a-z ]+)?$/.exec(
      sql,
    );
  if (numeric.has(call)) return number?.[1] ?? number?.[2];
  if (call === 'numeric' && number) return quote(number[1] ?? number[2] ?? '');
  const quoted = /^'((?:[^']|'')*)'(?:::[^'()]+(?:\(\d+\))?)?$/
    .exec(sql)?.[1]
    ?.replaceAll("''", "'");
  if (quoted === undefined) return undefined;
  if (call === 'json' || call === 'jsonb') return jsonDefault(quoted);
  return textual.has(call) || isEnum ? quote(quoted) : undefined;
}

/** Only objects and arrays without a quote: drizzle-kit writes a quote into the migration as it is. */
function jsonDefault(text: string): string | undefined {
  const value: unknown = JSON.parse(text);
  const isPlain = typeof value === 'object' && value !== null && !text.includes("'");
  return isPlain ? JSON.stringify(value) : undefined;
}
