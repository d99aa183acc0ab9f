import type { CheckReading, ColumnHint, Literal } from './reading.ts';
import type { Rule } from './rule.ts';
import { timeOf } from './times.ts';
import type { ColumnModel } from '../../model/columns.ts';
import { isSampled, isInUniqueKey } from '../factory.ts';
import type { RowSource } from '../rows.ts';

/** What a factory may put into a column. */
export type Choice =
  | { is: 'sample' | 'null' | 'default' | 'row' }
  | { is: 'value'; value: Literal };

/** The reading by which the column gets what was chosen for it. */
export function withChoice(reading: CheckReading, key: string, choice: Choice): CheckReading {
  const { isNull: _, ...hint } = reading.hints[key] ?? { checks: [] };
  const changed: ColumnHint =
    choice.is === 'null'
      ? { ...hint, isNull: true }
      : choice.is === 'value'
        ? { checks: hint.checks, values: [choice.value] }
        : hint;
  const others = reading.filled.filter((other) => other !== key);
  return {
    ...reading,
    hints: { ...reading.hints, [key]: changed },
    filled: choice.is === 'default' ? others : [...others, key],
  };
}

/**
 * What a column may be given instead of what it has, the most pleasant first. Nothing where rows would share a value that they
 * must not share, or where the value is not ours to choose.
 *
 * @param isOpen whether a row of the table can be made that a reference would need
 */
export function choicesFor(
  column: ColumnModel,
  source: RowSource,
  rules: readonly Rule[],
  isOpen: (key: string) => boolean,
): Choice[] {
  const { table, reading } = source;
  if (column.generatedAlways || isInUniqueKey(column, table) || column.arrayDimensions > 0)
    return [];
  const refers = table.table.foreignKeys.some((f) => f.columns.includes(column.key));
  const empty: Choice[] = column.notNull ? [] : [{ is: 'null' }];
  if (refers) return isOpen(column.key) ? [...empty, { is: 'row' }] : empty;
  const checks = new Map([[table.table.id, reading]]);
  const isSet = isSampled(column, table, checks) && !reading.hints[column.key]?.isNull;
  // Of JSON a check may have said what it is.
  const hasShape = !SHAPELESS.has(column.kind) || reading.hints[column.key]?.jsonType !== undefined;
  const sample: Choice[] = isSet || !hasShape ? [] : [{ is: 'sample' }];
  const left: Choice[] = column.default === 'none' ? [] : [{ is: 'default' }];
  return [
    ...sample,
    ...valuesFor(column, rules).map((value): Choice => ({ is: 'value', value })),
    ...left,
    ...empty,
  ];
}

const SHAPELESS = new Set<ColumnModel['kind']>(['custom', 'vector', 'bytes', 'json', 'geometry']);

/**
 * Values at which checks are likely to change their mind: what they mention, what is beside it, what the type offers, and one that
 * two columns may have in common.
 */
export function valuesFor(column: ColumnModel, rules: readonly Rule[]): Literal[] {
  const { kind, enumValues, length } = column;
  if (enumValues) return enumValues.slice(0, MOST);
  if (kind === 'boolean') return [true, false];
  const mentioned = rules
    .filter(({ columns }) => columns.includes(column.key))
    .flatMap(({ literals }) => literals);
  const texts = mentioned.filter((literal) => typeof literal === 'string');
  const numbers = mentioned.map(Number).filter(Number.isFinite);
  const near = numbers.flatMap((number) => [number, number + 1, number - 1]);
  if (NUMERIC.has(kind)) return unique([0, 1, ...near], (number) => fits(column, number));
  // A check may read a number in it, `rate::numeric > 0`.
  if (kind === 'text')
    return unique(
      [...texts, 'a', ...near.map(String)],
      (text) => text.length <= (length ?? Infinity),
    );
  if (kind === 'uuid') return [ELSEWHERE];
  if (kind === 'time') return ['08:00:00', '12:00:00', '16:00:00'];
  return kind === 'date' || kind === 'timestamp' ? unique(momentsFor(kind, texts), () => true) : [];
}

/** A key that no row has which samples make. */
const ELSEWHERE = 'ffffffff-ffff-4fff-bfff-ffffffffffff';

/** The most values to try for one column. */
const MOST = 12;

const unique = <T>(values: T[], isFit: (value: T) => boolean): T[] =>
  [...new Set(values)].filter(isFit).slice(0, MOST);

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/** What is mentioned, and the begin of a year with what lies as far from it as the check says. */
function momentsFor(kind: 'date' | 'timestamp', texts: string[]): string[] {
  const moments = texts.flatMap((text) => timeOf(text, 'moment')?.at ?? []);
  const spans = texts.flatMap((text) => timeOf(text, 'span')?.at ?? []);
  return [...moments, ...[0, DAY, ...spans].map((span) => START + span)].map((at) => {
    const iso = new Date(at).toISOString();
    return kind === 'date' ? iso.slice(0, 10) : iso;
  });
}

const NUMERIC = new Set<ColumnModel['kind']>(['integer', 'bigint', 'float', 'decimal']);

function fits({ kind, precision, scale, sqlType }: ColumnModel, number: number): boolean {
  if (kind === 'float') return true;
  if (kind !== 'decimal') {
    const limit = sqlType.startsWith('small')
      ? 32_767
      : kind === 'integer'
        ? 2_147_483_647
        : 2 ** 53;
    return Number.isInteger(number) && Math.abs(number) <= limit;
  }
  const places = scale ?? (precision === null ? 2 : 0);
  const whole = precision === null ? 12 : precision - places;
  return (
    Math.abs(number) < 10 ** whole &&
    Number.isInteger(Math.round(number * 10 ** places * 1e6) / 1e6)
  );
}
