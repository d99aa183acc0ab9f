import type { Column, Table } from '../../schema/table.ts';
import type { ColumnHint, Literal } from './reading.ts';
import type { Comparison, Condition } from './condition.ts';
import type { Subject } from './operand.ts';

/** Hints as they grow from check to check. */
export interface Draft {
  columns: ReadonlyMap<string, Column>;
  /** Keys of columns that refer to another row: their values are not made up. */
  references: ReadonlySet<string>;
  hints: Record<string, ColumnHint>;
  filled: Set<string>;
  orders: { lower: string; upper: string; check: string }[];
}

/** Where a condition is written down, and for which constraint. */
interface Goal {
  draft: Draft;
  check: string;
}

/** A draft that knows nothing yet. */
export function emptyDraft(table: Table): Draft {
  return {
    columns: new Map(table.columns.map((column) => [column.key, column])),
    references: new Set(table.foreignKeys.flatMap((foreignKey) => foreignKey.columns)),
    hints: {},
    filled: new Set(),
    orders: [],
  };
}

/** Adds to the draft what makes the condition true. False if a sample may still violate it. */
export function applyCondition(condition: Condition, target: Goal): boolean {
  switch (condition.is) {
    case 'all':
      return condition.parts.map((part) => applyCondition(part, target)).every(Boolean);
    case 'any':
      return applyOneOf(condition.parts, target);
    case 'null':
      return applyNull(condition.column, target);
    case 'filled':
      return applyFilled([condition.column], target);
    case 'filled-count':
      return applyFilledCount(condition, target);
    case 'bound':
      return applyBound(condition, target);
    case 'one-of':
      return applyValues(condition.column, condition.values, target);
    case 'none-of':
      return update(condition.column, target, ({ excluded = [] }) => ({
        excluded: [...excluded, ...condition.values],
      }));
    case 'match':
      return update(condition.column, target, ({ patterns = [] }) => ({
        patterns: [...patterns, condition.pattern],
      }));
    case 'json-type':
      return update(condition.column, target, () => ({ jsonType: condition.type }));
    case 'compare':
      return applyCompare(condition, target);
    default:
      return false;
  }
}

/** What it takes to meet a condition: a row to refer to is more than a null, as it would have to be made first. */
function cost(condition: Condition, { references }: Draft): number {
  const refers = flat(condition).some((one) => one.is === 'filled' && references.has(one.column));
  if (refers) return 3;
  return condition.is === 'filled' ? 0 : condition.is === 'null' ? 2 : 1;
}

const flat = (condition: Condition): Condition[] =>
  condition.is === 'all' ? condition.parts.flatMap(flat) : [condition];

/**
 * Takes the alternative that costs least: a filled column, then a limit on values, and only then a null. A column of which it
 * wants a certain value can't be left to its default, which may suit another alternative.
 */
function applyOneOf(parts: Condition[], { draft, check }: Goal): boolean {
  for (const part of parts.toSorted((a, b) => cost(a, draft) - cost(b, draft))) {
    const trial = structuredCloneOf(draft);
    if (!applyCondition(part, { draft: trial, check })) continue;
    for (const one of flat(part)) if (one.is === 'one-of') trial.filled.add(one.column);
    Object.assign(draft, trial);
    return true;
  }
  return false;
}

const structuredCloneOf = (draft: Draft): Draft => ({
  ...draft,
  hints: { ...draft.hints },
  filled: new Set(draft.filled),
  orders: [...draft.orders],
});

function applyNull(key: string, target: Goal): boolean {
  const { columns, filled } = target.draft;
  if (columns.get(key)?.notNull || filled.has(key)) return false;
  return update(key, target, () => ({ isNull: true }));
}

function applyFilled(keys: string[], { draft }: Goal): boolean {
  if (keys.some((key) => draft.hints[key]?.isNull)) return false;
  for (const key of keys) draft.filled.add(key);
  return true;
}

interface FilledCount {
  columns: string[];
  op: Comparison;
  count: number;
}

/** Fills the columns that cannot be null and the first of the others, and empties the rest. */
function applyFilledCount({ columns, op, count }: FilledCount, target: Goal): boolean {
  if (op === '<>') return false;
  const [least, most] = COUNTS[op](count) ?? [0, -1];
  if (most < 0 || least > columns.length) return false;
  const fixed = columns.filter((key) => target.draft.columns.get(key)?.notNull);
  const order = [...fixed, ...columns.filter((key) => !fixed.includes(key))];
  const isFilled = applyFilled(order.slice(0, least), target);
  return isFilled && order.slice(most).every((key) => applyNull(key, target));
}

interface BoundCondition {
  subject: Subject;
  op: Comparison;
  value: number | string;
}

function applyBound({ subject, op, value }: BoundCondition, target: Goal): boolean {
  if (subject.of === 'value') {
    const isText = target.draft.columns.get(subject.column)?.kind === 'text';
    if (!isText) return applyRange(subject.column, op, value, target);
    return (
      op === '>' && value === '' && applyCount(subject.column, 'Length', [1, Infinity], target)
    );
  }
  if (typeof value !== 'number' || subject.of === 'json-type') return false;
  const limits = COUNTS[op](value);
  const measure = subject.of === 'length' ? 'Length' : 'Items';
  return limits !== undefined && applyCount(subject.column, measure, limits, target);
}

/** Least and most of a count that compares like this with a number; undefined if that is not one range. */
const COUNTS: Record<Comparison, (value: number) => [number, number] | undefined> = {
  '=': (value) => [value, value],
  '<>': (value) => (value === 0 ? [1, Infinity] : undefined),
  '>': (value) => [value + 1, Infinity],
  '>=': (value) => [value, Infinity],
  '<': (value) => [0, value - 1],
  '<=': (value) => [0, value],
};

function applyCount(
  key: string,
  measure: 'Length' | 'Items',
  [low, high]: [number, number],
  target: Goal,
): boolean {
  return update(key, target, (hint) => ({
    [`min${measure}`]: Math.max(hint[`min${measure}`] ?? 0, low),
    [`max${measure}`]: Math.min(hint[`max${measure}`] ?? Infinity, high),
  }));
}

function applyRange(key: string, op: Comparison, value: number | string, target: Goal): boolean {
  const bound = { value, inclusive: op.endsWith('=') };
  return update(key, target, ({ min, max }) => {
    if (op.startsWith('>')) return { min: min && min.value > value ? min : bound };
    return { max: max && max.value < value ? max : bound };
  });
}

function applyValues(key: string, values: Literal[], target: Goal): boolean {
  const known = target.draft.hints[key]?.values;
  const common = known ? values.filter((value) => known.includes(value)) : values;
  return common.length > 0 && update(key, target, () => ({ values: common }));
}

function applyCompare(
  { left, op, right }: { left: string; op: Comparison; right: string },
  { draft, check }: Goal,
): boolean {
  // Two rows that a test creates are different rows: `parent_id <> id`, `sender_id <> receiver_id`.
  const refers = draft.references.has(left) || draft.references.has(right);
  if (refers) return op === '<>';
  if (op === '=') return false;
  const [lower, upper] = op.startsWith('>') ? [right, left] : [left, right];
  draft.orders.push({ lower, upper, check });
  return true;
}

/** Merges a change into the hint of a column; true, so that it can end an `apply` function. */
function update(
  key: string,
  { draft, check }: Goal,
  change: (hint: ColumnHint) => Partial<ColumnHint>,
): boolean {
  const hint = draft.hints[key] ?? { checks: [] };
  const checks = hint.checks.includes(check) ? hint.checks : [...hint.checks, check];
  draft.hints[key] = { ...hint, ...change(hint), checks };
  return true;
}
