import { exact } from './arithmetic.ts';
import { timeOf } from './times.ts';
import { isOpaque, isTime, isUnclear, UNKNOWN, type Value } from './value.ts';

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
