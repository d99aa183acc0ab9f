import type { Scope } from './evaluate.ts';
import { toNumber } from './arithmetic.ts';
import { timeOf } from './times.ts';
import { isTime, type Time, UNKNOWN, type Value } from './value.ts';

/**
 * What a function of SQL returns. One that is not known here is taken to return NULL where an argument is NULL, as nearly every
 * function of PostgreSQL does.
 */
export function call(name: string, args: Value[], { now }: Scope): Value {
  if (name === 'num_nulls' || name === 'num_nonnulls')
    return countNulls(args, name === 'num_nulls');
  if (NOW.has(name)) return { is: 'moment', at: now };
  if (name === 'concat')
    return args.every((arg) => typeof arg === 'string' || arg === null) ? args.join('') : UNKNOWN;
  if (args.includes(null)) return null;
  if (args.includes(UNKNOWN)) return UNKNOWN;
  const [first, second] = args as [Value, Value];
  const text = TEXT[name];
  if (text && typeof first === 'string') return text(first, second);
  const number = NUMBER[name];
  const value = toNumber(first);
  if (number && value !== undefined) return number(value, second);
  return OTHER[name]?.(first, second) ?? UNKNOWN;
}

const NOW = new Set(['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp']);

function countNulls(args: Value[], nulls: boolean): Value {
  if (args.includes(UNKNOWN)) return UNKNOWN;
  return args.filter((arg) => (arg === null) === nulls).length;
}

const trim = (text: string) => text.replace(/^ +| +$/g, '');

const TEXT: Record<string, (text: string, more: Value) => Value> = {
  length: (text) => Array.from(text).length,
  char_length: (text) => Array.from(text).length,
  character_length: (text) => Array.from(text).length,
  octet_length: (text) => Buffer.byteLength(text),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  btrim: (text, more) => (more === undefined ? trim(text) : UNKNOWN),
  ltrim: (text, more) => (more === undefined ? text.replace(/^ +/, '') : UNKNOWN),
  rtrim: (text, more) => (more === undefined ? text.replace(/ +$/, '') : UNKNOWN),
  reverse: (text) => Array.from(text).toReversed().join(''),
  starts_with: (text, more) => (typeof more === 'string' ? text.startsWith(more) : UNKNOWN),
  strpos: (text, more) => (typeof more === 'string' ? text.indexOf(more) + 1 : UNKNOWN),
  position: (text, more) => (typeof more === 'string' ? text.indexOf(more) + 1 : UNKNOWN),
  left: (text, more) => (typeof more === 'number' ? text.slice(0, more) : UNKNOWN),
};

const NUMBER: Record<string, (value: number, more: Value) => Value> = {
  abs: Math.abs,
  sign: Math.sign,
  ceil: Math.ceil,
  ceiling: Math.ceil,
  floor: Math.floor,
  trunc: (value, more) => (more === undefined ? Math.trunc(value) : UNKNOWN),
  round: (value, more) => {
    const places = more === undefined ? 0 : toNumber(more);
    if (places === undefined) return UNKNOWN;
    const unit = 10 ** places;
    return (Math.sign(value) * Math.round(Math.abs(value) * unit + 1e-9)) / unit;
  },
  mod: (value, more) => (toNumber(more) ? value % (toNumber(more) as number) : UNKNOWN),
};

const OTHER: Record<string, (first: Value, second: Value) => Value> = {
  cardinality: (list) => (Array.isArray(list) ? list.length : UNKNOWN),
  // The length of an empty array is NULL.
  array_length: (list, dimension) =>
    Array.isArray(list) && dimension === 1 ? list.length || null : UNKNOWN,
  jsonb_typeof: jsonType,
  json_typeof: jsonType,
  jsonb_array_length: (json) => {
    const value = jsonOf(json);
    return Array.isArray(value) ? value.length : UNKNOWN;
  },
  // `at time zone`: the same moment, as the service's own zone is UTC.
  timezone: (zone, time) =>
    typeof zone === 'string' && /^(utc|gmt|etc\/utc)$/i.test(zone) && isTime(time) ? time : UNKNOWN,
  isfinite: (time) => (isTime(time) ? true : UNKNOWN),
  date: (time) => (isTime(time) ? { is: 'day', at: Math.floor(time.at / DAY) * DAY } : UNKNOWN),
  extract: part,
  date_part: part,
  date_trunc: (unit, time) => {
    if (!isTime(time) || time.is === 'span' || time.is === 'clock') return UNKNOWN;
    const length = typeof unit === 'string' ? TRUNCATED[unit.toLowerCase()] : undefined;
    const iso = length && new Date(time.at).toISOString().slice(0, length);
    return iso ? (timeOf(`${iso}${TAILS[length] ?? ''}`, 'moment') ?? UNKNOWN) : UNKNOWN;
  },
};

const DAY = 86_400_000;

const TRUNCATED: Record<string, number> = { year: 4, month: 7, day: 10, hour: 13, minute: 16 };
const TAILS: Record<number, string> = { 4: '-01-01', 7: '-01', 13: ':00:00Z', 16: ':00Z' };

const jsonOf = (value: Value): unknown =>
  typeof value === 'object' && value !== null && 'value' in value ? value.value : undefined;

function jsonType(json: Value): Value {
  const value = jsonOf(json);
  if (value === undefined) return UNKNOWN;
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** `extract(year from ...)`. */
function part(field: Value, time: Value): Value {
  if (!isTime(time) || typeof field !== 'string') return UNKNOWN;
  return (time.is === 'span' || time.is === 'clock' ? ofSpan : ofDate)(field.toLowerCase(), time);
}

function ofSpan(field: string, { at }: Time): Value {
  if (field === 'epoch') return at / 1000;
  return field === 'hour' ? Math.trunc(at / 3_600_000) : UNKNOWN;
}

function ofDate(field: string, { at }: Time): Value {
  const date = new Date(at);
  const read = DATE_PARTS[field];
  return read ? read(date) : UNKNOWN;
}

const DATE_PARTS: Record<string, (date: Date) => number> = {
  epoch: (date) => date.getTime() / 1000,
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  dow: (date) => date.getUTCDay(),
  isodow: (date) => date.getUTCDay() || 7,
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
};
