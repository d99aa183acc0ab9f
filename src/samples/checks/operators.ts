import { likePattern, posixPattern } from './pattern.ts';
import { calculate } from './arithmetic.ts';
import { compare } from './compare.ts';
import { UNKNOWN, type Value } from './value.ts';

export const asBoolean = (value: Value): boolean | null | typeof UNKNOWN => {
  if (typeof value === 'boolean' || value === null) return value;
  return typeof value === 'string' && /^(t|f|true|false)$/i.test(value)
    ? /^t/i.test(value)
    : UNKNOWN;
};

export const not = (value: Value): Value => (typeof value === 'boolean' ? !value : value);

/** `decisive` (true of OR, false of AND) settles the matter; else what is not known outweighs NULL. */
export function anyOf(values: Value[], decisive: boolean): Value {
  if (values.includes(decisive)) return decisive;
  if (values.includes(UNKNOWN)) return UNKNOWN;
  return values.includes(null) ? null : !decisive;
}

export function operate(symbol: string, left: Value, right: Value): Value {
  const test = TESTS[symbol];
  if (!test)
    return /~/.test(symbol) ? matches(left, right, symbol) : calculate(symbol, left, right);
  const order = compare(left, right, symbol === '=' || symbol === '<>');
  return typeof order === 'number' ? test(order) : order;
}

const TESTS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

export function quantified(
  symbol: string,
  left: Value,
  list: Value,
  { decisive, negated }: { decisive: boolean; negated: boolean },
): Value {
  if (list === null) return null;
  const items = typeof list === 'string' ? arrayOf(list) : list;
  if (!Array.isArray(items)) return UNKNOWN;
  const found = anyOf(
    items.map((item) => operate(symbol, left, item)),
    decisive,
  );
  return negated ? not(found) : found;
}

/** The items of `'{a,b}'`, where none is in quotes. */
const arrayOf = (written: string): Value[] | undefined =>
  /^\{([^{}"\\]*)\}$/
    .exec(written)?.[1]
    ?.split(',')
    .map((item) => item.trim());

export function distinct(left: Value, right: Value, wanted: boolean): Value {
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  if (left === null || right === null) return (left !== right) === wanted;
  const isSame = operate('=', left, right);
  return typeof isSame === 'boolean' ? isSame !== wanted : UNKNOWN;
}

export function between(kind: string, value: Value, limits: Value): Value {
  if (!Array.isArray(limits)) return UNKNOWN;
  const [low = UNKNOWN, high = UNKNOWN] = limits;
  const within = (from: Value, to: Value) =>
    anyOf([operate('>=', value, from), operate('<=', value, to)], false);
  const found = kind.endsWith('SYM')
    ? anyOf([within(low, high), within(high, low)], true)
    : within(low, high);
  return kind.includes('NOT') ? not(found) : found;
}

export function matches(value: Value, pattern: Value, symbol: string): Value {
  if (value === null || pattern === null) return null;
  if (typeof value !== 'string' || typeof pattern !== 'string') return UNKNOWN;
  const regex = symbol.includes('~~')
    ? likePattern(pattern, symbol)
    : posixPattern(pattern, symbol);
  return regex ? regex.test(value) !== symbol.startsWith('!') : UNKNOWN;
}
