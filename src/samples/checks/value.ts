import type { Column } from '../../schema/table.ts';

/** A point or a length of time, so that each compares and adds up as in SQL. `at` is in milliseconds. */
export interface Time {
  is: 'moment' | 'day' | 'clock' | 'span';
  at: number;
}

/** A value that is there, of which no more is known than whose it is: another row's key, a generated one. */
export interface Opaque {
  is: 'opaque';
  /** Two opaque values of one kind with different identities differ. */
  kind: string;
  identity: string;
}

export interface Json {
  is: 'json';
  value: unknown;
}

/** Neither the value nor whether there is one is known. */
export const UNKNOWN = Symbol('unknown');

/** What an SQL expression comes to. A number stands for every numeric type, a text for whatever is written as one. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Time
  | Opaque
  | Json
  | Value[]
  | typeof UNKNOWN;

const DAY = 86_400_000;

export const isTime = (value: Value): value is Time =>
  typeof value === 'object' && value !== null && 'at' in value;

/** Whether nothing can be worked out with the value. */
export const isUnclear = (value: Value): boolean =>
  value === UNKNOWN || (typeof value === 'object' && value !== null && 'identity' in value);

/** A value as drizzle takes it for the column, as the evaluator takes it. */
export function fromSample(value: unknown, column: Column): Value {
  if (value === null || value === undefined) return null;
  if (column.arrayDimensions > 0 && Array.isArray(value)) {
    const element = { ...column, arrayDimensions: column.arrayDimensions - 1 };
    return value.map((item) => fromSample(item, element));
  }
  switch (column.kind) {
    case 'integer':
    case 'bigint':
    case 'float':
    case 'decimal':
      return Number(value);
    case 'boolean':
      return Boolean(value);
    case 'date':
      return timeOf(value, 'day') ?? UNKNOWN;
    case 'timestamp':
      return timeOf(value, 'moment') ?? UNKNOWN;
    case 'time':
      return timeOf(value, 'clock') ?? UNKNOWN;
    case 'interval':
      return timeOf(value, 'span') ?? UNKNOWN;
    case 'json':
      return { is: 'json', value };
    default:
      // Two texts that differ may be equal in citext.
      return typeof value === 'string' && !/^citext/i.test(column.sqlType)
        ? value
        : opaque(`${column.kind} ${column.key}`, JSON.stringify(value));
  }
}

export const opaque = (kind: string, identity: string): Opaque => ({
  is: 'opaque',
  kind,
  identity,
});

/** A text, or a Date, as a time of the kind; undefined if it is none. */
export function timeOf(value: unknown, is: Time['is']): Time | undefined {
  if (value instanceof Date) return { is, at: value.getTime() };
  const text = String(value);
  const at = is === 'span' ? spanOf(text) : is === 'clock' ? clockOf(text) : momentOf(text);
  return Number.isFinite(at) ? { is, at } : undefined;
}

function momentOf(text: string): number {
  if (text === 'infinity' || text === '-infinity') return NaN;
  const isoDate = /^\d{4}-\d\d-\d\d/.test(text);
  const zoned = /[zZ]$|[+-]\d\d(:?\d\d)?$/.test(text.slice(10));
  const iso = text.length > 10 ? text.replace(' ', 'T') : text;
  return isoDate ? Date.parse(text.length > 10 && !zoned ? `${iso}Z` : iso) : NaN;
}

function clockOf(text: string): number {
  const [, hours, minutes, seconds = '0'] =
    /^(\d\d?):(\d\d)(?::(\d\d(?:\.\d+)?))?/.exec(text) ?? [];
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

const UNITS: [RegExp, number][] = [
  [/^y/i, 365.25 * DAY],
  [/^mon|^M$/, 30 * DAY],
  [/^w/i, 7 * DAY],
  [/^d/i, DAY],
  [/^h/i, DAY / 24],
  [/^m/i, DAY / 1440],
  [/^s/i, 1000],
];

/** `1 day`, `18 years`, `02:30:00`, `PT5S`. */
function spanOf(text: string): number {
  const iso = /^P(?=.)([^T]*)(?:T(.*))?$/.exec(text);
  if (iso) return parts(iso[1] ?? '') + parts((iso[2] ?? '').replace('M', 'm'));
  if (/^\d+:\d\d/.test(text)) return clockOf(text);
  return parts(text) || (/^0?$/.test(text.trim()) ? 0 : NaN);
}

function parts(text: string): number {
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(-?\d+(?:\.\d+)?)\s*([a-zA-Z]+)/g)) {
    sum += Number(count) * (UNITS.find(([name]) => name.test(unit))?.[1] ?? NaN);
  }
  return sum;
}

/** Below 0, 0 or above 0; NULL if one of the two is; UNKNOWN where their order, or for `equality` whether they are equal, can't be told. */
export function compare(a: Value, b: Value, equality: boolean): number | null | typeof UNKNOWN {
  if (a === null || b === null) return null;
  const [left, right] = alike(a, b);
  if (isOpaque(left) && isOpaque(right) && equality && left.kind === right.kind) {
    return left.identity === right.identity ? 0 : 1;
  }
  if (isUnclear(left) || isUnclear(right)) return UNKNOWN;
  if (typeof left === 'number' && typeof right === 'number') return exact(left - right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (isTime(left) && isTime(right)) return left.at - right.at;
  if (typeof left === 'string' && typeof right === 'string')
    return compareText(left, right, equality);
  return UNKNOWN;
}

const isOpaque = (value: Value): value is Opaque =>
  typeof value === 'object' && value !== null && 'identity' in value;

/** Which of two texts comes first is the collation's to say, but for the empty one. */
function compareText(left: string, right: string, equality: boolean) {
  if (left === right) return 0;
  if (equality) return 1;
  return left === '' ? -1 : right === '' ? 1 : UNKNOWN;
}

/** A literal takes the type of what it is compared with. */
function alike(a: Value, b: Value): [Value, Value] {
  if (typeof a === 'string' && typeof b !== 'string') return [like(a, b), b];
  if (typeof b === 'string' && typeof a !== 'string') return [a, like(b, a)];
  return [a, b];
}

function like(text: string, other: Value): Value {
  if (typeof other === 'number') return text.trim() === '' ? UNKNOWN : Number(text);
  if (typeof other === 'boolean') return /^(t|true|y|yes|on|1)$/i.test(text);
  return isTime(other) ? (timeOf(text, other.is) ?? UNKNOWN) : text;
}

/** The sum, difference, ... of two values. */
export function calculate(symbol: string, a: Value, b: Value): Value {
  if (a === null || b === null) return null;
  if (isUnclear(a) || isUnclear(b)) return UNKNOWN;
  if (isTime(a) || isTime(b)) return calculateTime(symbol, a, b);
  if (symbol === '||')
    return typeof a === 'string' || typeof b === 'string' ? `${text(a)}${text(b)}` : UNKNOWN;
  const [left, right] = [toNumber(a), toNumber(b)];
  if (left === undefined || right === undefined) return UNKNOWN;
  const result = ARITHMETIC[symbol]?.(left, right);
  return result === undefined || !Number.isFinite(result) ? UNKNOWN : exact(result);
}

/** As a part of a longer text. */
export const text = (value: Value): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === true
      ? 'true'
      : 'false';

export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}

const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // Of two integers it is another operation, and which they are is not known here: only where both give the same.
  '/': (a, b) =>
    Number.isInteger(a / b) || !Number.isInteger(a) || !Number.isInteger(b) ? a / b : NaN,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
};

/** Takes away what floating point adds, as numeric has it. */
const exact = (value: number): number =>
  Math.abs(value) < 1e9 ? Math.round(value * 1e9) / 1e9 : value;

function calculateTime(symbol: string, a: Value, b: Value): Value {
  if (isTime(a) && isTime(b)) return calculateTimes(symbol, a, b);
  const [time, factor] = isTime(a) ? [a, toNumber(b)] : [b as Time, toNumber(a)];
  if (time.is === 'span' && factor !== undefined && symbol === '*')
    return { is: 'span', at: time.at * factor };
  if (time.is === 'day' && factor !== undefined && isTime(a)) {
    if (symbol === '+' || symbol === '-')
      return { is: 'day', at: time.at + (symbol === '+' ? factor : -factor) * DAY };
  }
  return UNKNOWN;
}

function calculateTimes(symbol: string, a: Time, b: Time): Value {
  if (symbol === '-') {
    if (a.is === 'day' && b.is === 'day') return (a.at - b.at) / DAY;
    if (b.is !== 'span') return { is: 'span', at: a.at - b.at };
    return { is: a.is === 'day' ? 'moment' : a.is, at: a.at - b.at };
  }
  if (symbol !== '+' || (a.is !== 'span' && b.is !== 'span')) return UNKNOWN;
  const other = a.is === 'span' ? b : a;
  return { is: other.is === 'day' ? 'moment' : other.is, at: a.at + b.at };
}
