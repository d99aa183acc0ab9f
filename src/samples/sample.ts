import type { Column, ColumnKind } from '../schema/table.ts';
import type { ColumnHint, Literal } from './checks/reading.ts';
import { type Code, code, joined, quote } from '../code.ts';
import { numberSample } from './number.ts';
import {
  booleanSample,
  bytesSample,
  customTypeSample,
  enumPick,
  enumSample,
  geometrySample,
  intervalSample,
  jsonSample,
  networkSample,
  uuidSample,
  vectorSample,
} from './other.ts';
import { textSample } from './text.ts';
import { dateSample, momentText, timeSample } from './time.ts';
import { constant, MOST_ROWS, pick, plus, type Sample, type SampleContext } from './type.ts';

/**
 * The code of a value that drizzle and the database take for the column on insert, in terms of the row number `n` (1 to a
 * million). With `context.unique` no two rows share it, as far as the type has room (`uniqueCapacity`).
 * It is `null` where a check wants the column empty.
 */
export function sampleExpression(column: Column, context: SampleContext): Code {
  return sampleOf(column, context).code('n');
}

/** Whether `sampleExpression` makes use of the row number. */
export function isNumbered(column: Column, context: SampleContext): boolean {
  const { code: write } = sampleOf(column, context);
  return write('n').text !== write('another').text;
}

/**
 * Another valid value for the same row `n`, always different from `sampleExpression`; null where
 * there is no other.
 */
export function sampleChange(column: Column, context: SampleContext): Code | null {
  const { code: write, capacity, change } = sampleOf(column, context);
  if (change !== undefined) return change;
  if (capacity < 2) return null;
  if (!context.unique) return write(plus('n', 1));
  // Half a circle, or another million, away from the rows that a test is likely to have.
  return write(plus('n', capacity === Infinity ? MOST_ROWS : Math.floor(capacity / 2)));
}

/** The value of the row after row `n`. */
export function nextSample(column: Column, context: SampleContext): Code {
  return sampleOf(column, context).code(plus('n', 1));
}

/** How many rows `sampleExpression` gives different values to; Infinity if a million rows all differ. */
export function uniqueCapacity(column: Column, context: Omit<SampleContext, 'unique'>): number {
  return sampleOf(column, { ...context, unique: true }).capacity;
}

/** Names of the check constraints that the column's samples may violate although their SQL was understood. */
export function unmetChecks(column: Column, context: SampleContext): string[] {
  return sampleOf(column, context).unmet ?? [];
}

function sampleOf(column: Column, context: SampleContext): Sample {
  const hint = context.hints?.[column.key];
  if (hint?.isNull) return constant('null');
  const element = elementSample(column, context, hint);
  return column.arrayDimensions > 0 ? arrayOf(element, column, hint) : element;
}

function elementSample(
  column: Column,
  context: SampleContext,
  hint: ColumnHint | undefined,
): Sample {
  if (hint?.values) {
    const { values, excluded = [] } = hint;
    const allowed = values.filter((value) => !excluded.includes(value));
    const written = allowed.map((value) => literalFor(column, value));
    return column.kind === 'enum' ? enumPick(written) : pick(written);
  }
  return BY_KIND[column.kind](column, context);
}

const BY_KIND: Record<ColumnKind, (column: Column, context: SampleContext) => Sample> = {
  text: textSample,
  uuid: () => uuidSample,
  integer: numberSample,
  bigint: numberSample,
  float: numberSample,
  decimal: numberSample,
  boolean: () => booleanSample,
  date: dateSample,
  time: timeSample,
  timestamp: dateSample,
  interval: intervalSample,
  enum: enumSample,
  json: jsonSample,
  bytes: () => bytesSample,
  network: networkSample,
  vector: vectorSample,
  geometry: geometrySample,
  custom: customTypeSample,
};

/** Source text of a value that a check mentions, as the column's JavaScript type. */
export function literalFor(column: Column, value: Literal): string {
  const { jsType, kind } = column;
  if (jsType === 'bigint') return `${value}n`;
  if (jsType === 'number' || jsType === 'boolean') return String(value);
  if (jsType === 'Date') return `new Date(${quote(String(value))})`;
  if (kind === 'timestamp') return quote(momentText(column, String(value)));
  return kind === 'json' ? JSON.stringify(value) : quote(String(value));
}

/** Two elements where the checks allow it, the second of which is the next row's. */
function arrayOf(
  element: Sample,
  { arrayDimensions, arraySizes = [] }: Column,
  hint: ColumnHint | undefined,
): Sample {
  const { minItems = 0, maxItems = Infinity } = hint ?? {};
  const count = arraySizes.at(-1) ?? Math.min(Math.max(2, minItems), maxItems);
  const outer = Array.from({ length: arrayDimensions - 1 }, (_, level) => arraySizes[level] ?? 1);
  const list = (items: Code[]) => code`[${joined(items, ', ')}]`;
  const write = (n: string) => {
    const items = Array.from({ length: count }, (_, i) => element.code(plus(n, i)));
    return outer.reduceRight<Code>(
      (inner, size) => list(Array.from({ length: size }, () => inner)),
      list(items),
    );
  };
  const { change: _, ...rest } = element;
  return { ...rest, code: write, capacity: count === 0 ? 1 : element.capacity };
}
