import type { Column, ForeignKey } from '../schema/table.ts';
import * as helpers from '../../templates/service/test/samples.ts';
import type { CheckReading } from './checks/reading.ts';
import { fromSample, opaque, UNKNOWN, type Value } from './checks/value.ts';
import { type ColumnModel, isCounter } from '../model/columns.ts';
import { isSampled, sampleOf } from './factory.ts';
import { requiredForeignKeys } from './factory-parents.ts';
import { modelOf, type ServiceModel, type TableModel } from '../model/service.ts';

/** Whose rows, by which reading of its checks. */
export interface RowSource {
  table: TableModel;
  service: ServiceModel;
  reading: CheckReading;
}

/** What a column of a row holds, by its name in the database. */
export type Row = (name: string) => Value;

/**
 * How a row comes to be: by the factory, by a client, deleted by one, which may say by whom, and by the factory with nothing but the
 * mark of a deleted one.
 */
export type Way = 'made' | 'posted' | 'deleted' | 'marked';

/** A row's number, and the time at which it is made. */
export interface Trial {
  n: number;
  now: number;
}

/** The first rows, and such as show what comes once a short list of values has begun anew, early and late in a service's life. */
export const TRIALS: readonly Trial[] = [1, 2, 3, 4, 5, 6, 7, 11, 17, 36, 63].map((n) => ({
  n,
  now: n % 2 === 1 ? Date.UTC(2026, 0, 1) : Date.UTC(2080, 0, 1),
}));

/**
 * The rows of a table as far as they are known before there is any.
 *
 * @returns a function from how a row comes to be, its number and the time to what its columns hold
 */
export function rowsOf(source: RowSource): (way: Way, trial: Trial) => Row {
  const { table, service, reading } = source;
  const checks = new Map([[table.table.id, reading]]);
  const references = requiredForeignKeys(table, checks);
  const columns = new Map(table.columns.map((column) => [column.name, column]));

  function made(column: ColumnModel, trial: Trial): Value {
    const index = references.findIndex((reference) => reference.columns.includes(column.key));
    const reference = references[index];
    if (reference) return keyOfOther(column, reference, service, 10_000 * trial.n + index);
    if (!isSampled(column, table, checks)) return leftOut(column, table, trial);
    const code = sampleCode(column, reading, () => sampleOf(column, table, checks).text);
    return fromSample(run(code, trial.n), column);
  }

  return (way, trial) => (name) => {
    const column = columns.get(name);
    if (!column) return UNKNOWN;
    if ((way === 'deleted' || way === 'marked') && column.softDelete) return mark(column, trial);
    if (way === 'deleted' && table.access?.stamps.delete.includes(column.key)) {
      return opaque(`${table.table.id}.${column.key}`, 'whoever deletes');
    }
    const isLeftOut = way === 'posted' && !column.inCreate;
    return isLeftOut ? leftOut(column, table, trial) : made(column, trial);
  };
}

/** A row is marked as deleted after it was made. */
const mark = ({ kind }: Column, { now }: Trial): Value =>
  kind === 'boolean' ? true : { is: 'moment', at: now + 1000 };

/** The samples of a column with the same hint are the same, in however many readings of its table. */
const codes = new WeakMap<object, string>();

function sampleCode(column: ColumnModel, { hints }: CheckReading, write: () => string): string {
  const subject = hints[column.key] ?? column;
  const code = codes.get(subject) ?? write();
  codes.set(subject, code);
  return code;
}

/** What a column holds in a row for which nobody sets it. */
export function leftOut(column: ColumnModel, { table }: TableModel, { n, now }: Trial): Value {
  if (column.defaultValue !== undefined) return fromSample(column.defaultValue, column);
  if (column.constantDefault) return UNKNOWN;
  const isStamped = column.maintained === 'update' || (column.maintained && column.notNull);
  if (isStamped && column.default === 'none') return { is: 'moment', at: now };
  if (column.generatedAlways && column.default !== 'identity') return UNKNOWN;
  if (column.default === 'none') return null;
  if (isCounted(column)) return n;
  if (column.kind === 'timestamp') return { is: 'moment', at: now };
  return column.kind === 'uuid' ? opaque(`${table.id}.${column.key}`, `own ${n}`) : UNKNOWN;
}

/** Numbers that the database counts. */
const isCounted = (column: Column): boolean => column.default !== 'none' && isCounter(column);

/** The key of another row, the later made the greater its `age`. */
export function keyOfOther(
  column: ColumnModel,
  { columns, targetTable, targetColumns }: ForeignKey,
  service: ServiceModel,
  age: number,
): Value {
  const key = targetColumns[columns.indexOf(column.key)] ?? '';
  const target = modelOf(service, targetTable);
  const own = target?.columns.find((one) => one.key === key);
  return own && isCounted(own) ? age : opaque(`${targetTable}.${key}`, String(age));
}

type Compute = (n: number) => unknown;

const computed = new Map<string, Compute>();

/** The value of a sample's source text for a row number: what the service itself will make of it. */
export function run(code: string, n: number): unknown {
  let compute = computed.get(code);
  if (!compute) {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- our own source text, whose value is what counts
    const made = new Function(...Object.keys(helpers), 'n', `return (${code});`);
    compute = (number) => made(...Object.values(helpers), number);
    computed.set(code, compute);
  }
  return compute(n);
}
