import { type Code, code, imported, plainCode } from '../code.ts';
import type { Column, Table } from '../schema/table.ts';
import type { ColumnHints } from './checks/reading.ts';

/** Where a sample value goes. */
export interface SampleContext {
  table: Table;
  /** The column is part of a key that two rows must not share: its value depends on the row's number. */
  unique: boolean;
  /** From the table's check constraints; without them, samples only keep to the column's type. */
  hints?: ColumnHints;
}

/** A series of values, one for each row number. What their code imports is from the service's `test/samples.ts`. */
export interface Sample {
  /** The value for the row number that the given source text computes, e.g. `n` or `n + 1`. */
  code: (n: string) => Code;
  /** How many different values there are before they repeat; Infinity if no two rows share one. */
  capacity: number;
  /** Another valid value for row `n`, where the value of another row will not do. */
  change?: Code;
  /** Names of check constraints that the values may violate. */
  unmet?: string[];
}

/** Row numbers stay below: a million rows, and as many again for the values that they change to. */
export const MOST_ROWS = 1_000_000;
export const MOST_NUMBERS = 2 * MOST_ROWS;

/** `n` as an operand: in parentheses where it is a sum. */
export const operand = (n: string) => (/^\w+$/.test(n) ? n : `(${n})`);

/** Another row's number: `n + 1`. */
export function plus(n: string, count: number): string {
  if (count === 0) return n;
  const [, start = n, added = '0'] = /^(.*) \+ ([\d_]+)$/.exec(n) ?? [];
  const sum = Number(added.replaceAll('_', '')) + count;
  return `${start} + ${String(sum).replace(/\B(?=(\d{3})+$)/g, '_')}`;
}

/** The number taken in a circle: `n % 7`. */
export const circle = (n: string, count: number) => `${operand(n)} % ${count}`;

/** What the series counts as: enough for every row is as good as endless. */
export const capacityOf = (count: number) => (count >= MOST_NUMBERS ? Infinity : count);

/** The same value for every row. */
export const constant = (text: string): Sample => ({ code: () => plainCode(text), capacity: 1 });

/** The values in turn, each given as source text. */
export function pick(values: string[]): Sample {
  const [only] = values;
  if (only === undefined || values.length === 1) return constant(only ?? 'null');
  return {
    code: (n) => code`${imported('samplePick')}(${n}, ${values.join(', ')})`,
    capacity: values.length,
  };
}

/**
 * Whether the series must not repeat. Columns that a check orders step alike, so each of them is unique if one of them
 * is.
 */
export function isUnique({ key }: Column, { table, unique, hints }: SampleContext): boolean {
  const members = hints?.[key]?.order?.members ?? [];
  const keys = new Set(
    [table.primaryKey, ...table.uniqueKeys.map(({ columns }) => columns)].flat(),
  );
  return unique || members.some((member) => keys.has(member));
}
