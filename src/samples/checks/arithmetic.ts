import { DAY } from './times.ts';
import { isTime, isUnclear, type Time, UNKNOWN, type Value } from './value.ts';

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
const text = (value: Value): string =>
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
export const exact = (value: number): number =>
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
