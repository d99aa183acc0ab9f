import { plainCode } from '../code.ts';
import type { Column } from '../schema/table.ts';
import type { ColumnHint } from './checks/reading.ts';
import { splitWords } from '../words.ts';
import {
  capacityOf,
  circle,
  isUnique,
  MOST_NUMBERS,
  type Sample,
  type SampleContext,
} from './type.ts';

/** Numbers from `low` to `high`, both included. */
interface Range {
  low: number;
  high: number;
}

interface Usual extends Range {
  words: RegExp;
  /** All values end in it, as prices do. */
  ending?: number;
}

/** What people expect of a number with such a word in its name. */
const USUAL: Usual[] = [
  { words: /^(rating|stars?|grade)$/, low: 1, high: 5 },
  { words: /^(quantity|qty|copies|guests?|seats?)$/, low: 1, high: 10 },
  { words: /^(stock|inventory|progress|score|percent|percentage)$/, low: 0, high: 99 },
  { words: /^(cents|pence)$/, low: 500, high: 50_000 },
  {
    words: /^(price|amount|total|subtotal|cost|fee|balance|salary|budget)$/,
    low: 5,
    high: 500,
    ending: 0.99,
  },
  { words: /^(rate|ratio|discount|tax|vat|probability|confidence)$/, low: 0, high: 0.5 },
  { words: /^(lat|latitude)$/, low: -60, high: 60 },
  { words: /^(lng|lon|longitude)$/, low: -180, high: 179 },
  { words: /^year$/, low: 2000, high: 2030 },
  { words: /^month$/, low: 1, high: 12 },
  { words: /^(day|weekday)$/, low: 1, high: 7 },
  { words: /^hours?$/, low: 0, high: 23 },
  { words: /^(minutes?|seconds?)$/, low: 5, high: 55 },
  { words: /^age$/, low: 18, high: 80 },
  { words: /^(width|height|weight|size)$/, low: 10, high: 400 },
  { words: /^port$/, low: 8000, high: 8999 },
];

/** Equally spaced numbers: `low`, `low + 1`, ..., each divided by ten to the power of `decimals`. */
interface Series {
  low: number;
  count: number;
  decimals: number;
  ending: number;
}

/**
 * Integers, floats and decimals in any mode: inside the type's range, inside what the checks allow, and where there is
 * a choice in the range that the name suggests.
 */
export function numberSample(column: Column, context: SampleContext): Sample {
  const hint = context.hints?.[column.key];
  const series = seriesOf(column, context);
  if (series) return toSample(column, series, hint);
  const { hints: _, ...unrestricted } = context;
  const fallback = seriesOf(column, unrestricted) ?? { low: 0, count: 1, decimals: 0, ending: 0 };
  return { ...toSample(column, fallback, undefined), unmet: hint?.checks ?? [] };
}

/** The most readable series that has enough numbers for the column, else the longest one; undefined if all are empty. */
function seriesOf(column: Column, context: SampleContext): Series | undefined {
  const { size = 1, members = [column.key] } = context.hints?.[column.key]?.order ?? {};
  const found = context.table.columns.filter(({ key }) => members.includes(key));
  const group = found.length > 0 ? found : [column];
  const allowed = group
    .map((member) => allowedRange(member, context.hints?.[member.key]))
    .reduce(intersection);
  const decimals = Math.min(...group.map(decimalsOf));
  const usual = usualOf(group[0] ?? column);
  const expected = intersection(allowed, usual);
  // Columns in order are two apart, so that one of them can move up by one and still be in order.
  const reserved = size > 1 ? 2 * size - 1 : 0;
  const options = [
    { ...expected, decimals: Math.min(decimals, 0), ending: decimals > 1 ? usual.ending : 0 },
    { ...expected, decimals: Math.min(decimals, 2), ending: 0 },
    { ...allowed, decimals: Math.min(decimals, 0), ending: 0 },
    { ...allowed, decimals, ending: 0 },
  ].map((grid) => gridOf(grid, reserved));
  const longest = Math.max(...options.map(({ count }) => count));
  const wanted = isUnique(column, context) ? MOST_NUMBERS : 2;
  // Also where a limit is not a number.
  if (!(longest >= 1)) return undefined;
  return options.find(({ count }) => count >= Math.min(wanted, longest));
}

interface Grid extends Range {
  decimals: number;
  ending: number;
}

function gridOf({ low, high, decimals, ending }: Grid, reserved: number): Series {
  const unit = 10 ** decimals;
  const first = Math.ceil(exact(low * unit));
  const last = Math.floor(exact(high * unit - ending));
  return { low: first, count: last - first + 1 - reserved, decimals, ending };
}

/** Takes away what floating point adds: 0.07 * 100 is 7. */
const exact = (value: number) => Math.round(value * 1e6) / 1e6;

const intersection = (a: Range, b: Range): Range => ({
  low: Math.max(a.low, b.low),
  high: Math.min(a.high, b.high),
});

function usualOf({ key }: Column): Range & { ending: number } {
  const words = splitWords(key);
  const usual = USUAL.find((entry) => words.some((word) => entry.words.test(word)));
  return {
    low: usual?.low ?? -Infinity,
    high: usual?.high ?? Infinity,
    ending: usual?.ending ?? 0,
  };
}

/** Decimal places that a value may have; negative for a scale below zero. */
function decimalsOf({ kind, jsType, precision, scale }: Column): number {
  if (jsType === 'bigint' || kind === 'integer' || kind === 'bigint') return 0;
  return kind === 'float' || precision === null ? 2 : (scale ?? 0);
}

/** The largest value of the type, or one that is far beyond every sample and still exact. */
function typeLimit({ kind, sqlType, precision, scale }: Column): number {
  if (sqlType.startsWith('small')) return 32_767;
  if (kind === 'integer') return 2_147_483_647;
  if (sqlType === 'real') return 2 ** 23;
  if (kind === 'decimal' && precision !== null) {
    return Math.min(10 ** (precision - (scale ?? 0)) - 10 ** -(scale ?? 0), 1e12);
  }
  return 1e12;
}

function allowedRange(column: Column, hint: ColumnHint | undefined): Range {
  const step = 10 ** -decimalsOf(column);
  const limit = typeLimit(column);
  const least = hint?.min ? Number(hint.min.value) + (hint.min.inclusive ? 0 : step) : -limit;
  const most = hint?.max ? Number(hint.max.value) - (hint.max.inclusive ? 0 : step) : limit;
  const high = Math.min(most, limit);
  const natural = Math.max(least, high >= 0 ? 0 : high - 1000);
  const excluded = (hint?.excluded ?? []).map(Number).filter((value) => value >= natural);
  return { low: excluded.length > 0 ? Math.max(...excluded) + step : natural, high };
}

function toSample(column: Column, series: Series, hint: ColumnHint | undefined): Sample {
  const { rank = 0, size = 1 } = hint?.order ?? {};
  const codeAt = (n: string, offset: number) =>
    plainCode(written(column, series, countUp(n, series, offset)));
  const code = (n: string) => codeAt(n, 2 * rank);
  const capacity = capacityOf(series.count);
  return size > 1 ? { code, capacity, change: codeAt('n', 2 * rank + 1) } : { code, capacity };
}

/** The n-th number of the series before it is divided, as source text. */
function countUp(n: string, { low, count, ending }: Series, offset: number): string {
  const isEndless = count >= MOST_NUMBERS + 2;
  const start = exact((isEndless && low <= 1 ? 0 : low) + offset + ending);
  if (count === 1) return String(start);
  const step = isEndless ? n : circle(n, count);
  if (start === 0) return step;
  return isEndless ? `${step} + ${start}` : `${start} + (${step})`;
}

function written({ jsType, scale, precision }: Column, { decimals }: Series, body: string): string {
  const isPlain = /^[\w.]+$/.test(body);
  const grouped = isPlain ? body : `(${body})`;
  const factor = 10 ** Math.abs(decimals);
  const value = decimals === 0 ? body : `${grouped} ${decimals > 0 ? '/' : '*'} ${factor}`;
  if (jsType === 'bigint') return isPlain && body !== 'n' ? `${body}n` : `BigInt(${value})`;
  if (jsType === 'number') return value;
  const places = precision === null ? 2 : Math.max(scale ?? 0, 0);
  return `(${value}).toFixed(${places})`;
}
