import { valuesFor } from './checks-choice.ts';
import { keepsAll } from './checks-adjust.ts';
import { connected, type Rule } from './checks-rule.ts';
import { fromSample, type Value } from './checks-value.ts';
import type { ColumnModel } from './columns.ts';
import {
  type CheckReadings,
  isInUniqueKey,
  isKeptEmpty,
  isSampled,
  sampleContext,
  typedSample,
} from './factory.ts';
import { type Row, type RowSource, run } from './rows.ts';
import { literalFor, nextSample, sampleChange, sampleExpression } from './samples.ts';
import type { TableModel } from './service.ts';
import type { TestSource } from './test-overrides.ts';

/** A field to change in the tests of PATCH. */
export interface ChangeCase {
  key: string;
  /** `status: 'pending'`: the values before, and those to send. */
  original: string;
  changed: string;
  /** Functions of `test/samples` that the two use. */
  helpers: string[];
  /** Fields that may change with it. */
  untouched: string[];
}

/** A column whose value a test sets, and the source texts of it: as it is first, and what it changes to. */
interface Move {
  column: ColumnModel;
  from: string;
  to: string;
}

/** A column to change in the tests of PATCH, with a value before and one after, and what checks want to go with it. */
export function changeOf(source: TestSource): ChangeCase | null {
  const { table: resource, checks } = source;
  for (const column of resource.columns) {
    if (!isChangeable(column, resource) || resource.typed.includes(column.key)) continue;
    const beside = besideOf(column, resource, checks);
    for (const moves of movesOf(column, beside, resource, checks)) {
      if (keepsChecks(moves, source)) return changeCase(column, moves, resource);
    }
  }
  return null;
}

function isChangeable(column: ColumnModel, resource: TableModel): boolean {
  const refers = resource.table.foreignKeys.some((f) => f.columns.includes(column.key));
  return (
    column.inUpdate &&
    column.inResponse &&
    !refers &&
    !isInUniqueKey(column, resource) &&
    column.kind !== 'vector' &&
    column.kind !== 'geometry'
  );
}

const rulesOf = ({ table }: TableModel, checks: CheckReadings): readonly Rule[] =>
  checks.get(table.id)?.rules ?? [];

/** Columns that checks connect with this one, and whose values a test can set with it. */
function besideOf(column: ColumnModel, resource: TableModel, checks: CheckReadings): ColumnModel[] {
  const cluster = connected(rulesOf(resource, checks), [column.key]);
  return resource.columns.filter(
    (other) =>
      other !== column &&
      cluster.has(other.key) &&
      isChangeable(other, resource) &&
      isSampled(other, resource, checks) &&
      !isKeptEmpty(resource, other.key, checks),
  );
}

/** Changes to try, the smallest first: one column, and then all of them as they are in the next row. */
function* movesOf(
  column: ColumnModel,
  beside: ColumnModel[],
  resource: TableModel,
  checks: CheckReadings,
): Generator<Move[]> {
  const context = (one: ColumnModel) => sampleContext(one, resource, checks);
  const from = (one: ColumnModel) => sampleExpression(one, context(one));
  const still = beside.map((one) => ({ column: one, from: from(one), to: from(one) }));
  const change = sampleChange(column, context(column));
  if (change !== null) yield [{ column, from: from(column), to: change }, ...still];
  const rules = rulesOf(resource, checks);
  if (!rules.some(({ columns }) => columns.includes(column.key))) return;
  for (const value of valuesFor(column, rules)) {
    yield [{ column, from: from(column), to: literalFor(column, value) }, ...still];
  }
  yield [column, ...beside].map((one) => ({
    column: one,
    from: from(one),
    to: nextSample(one, context(one)),
  }));
}

/** Whether the columns differ afterwards, and the checks hold before and after, whatever the rest of the row is. */
function keepsChecks(moves: Move[], { table: resource, service, checks }: TestSource): boolean {
  const reading = checks.get(resource.table.id);
  const rules = rulesOf(resource, checks);
  const keys = moves.map(({ column }) => column.key);
  const touched = rules.filter((rule) => rule.columns.some((key) => keys.includes(key)));
  if (!reading || touched.length === 0) return true;
  const source: RowSource = { table: resource, service, reading };
  const [first] = moves as [Move];
  if (isSame(first)) return false;
  return (['from', 'to'] as const).every((when) => {
    const values = new Map(
      moves.map((move): [string, Value] => [
        move.column.name,
        fromSample(run(move[when], ROW), move.column),
      ]),
    );
    const overlay =
      (row: Row): Row =>
      (name) =>
        values.has(name) ? (values.get(name) as Value) : row(name);
    return keepsAll(source, { rules: touched, keys }, 'made', overlay);
  });
}

/** The row number of which the test takes its values: `const n = 1` in its template. */
const ROW = 1;

const isSame = ({ from, to }: Move): boolean => {
  const [before, after] = [run(from, ROW), run(to, ROW)].map((value) =>
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'bigint'
        ? String(value)
        : JSON.stringify(value),
  );
  return before === after;
};

function changeCase({ key }: ColumnModel, moves: Move[], resource: TableModel): ChangeCase {
  const write = (column: ColumnModel, code: string) =>
    `${column.property}: ${typedSample(column, code, resource)}`;
  const original = moves.map(({ column, from }) => write(column, from)).join(', ');
  const moved = moves.filter(({ from, to }) => from !== to);
  const changed = moved.map(({ column, to }) => write(column, to)).join(', ');
  const keys = new Set(moved.map(({ column }) => column.key));
  return {
    key,
    original,
    changed,
    helpers: [...new Set(`${changed} ${original}`.match(/\bsample[A-Z]\w*(?=\()/g))],
    untouched: resource.columns
      .filter(
        (one) =>
          keys.has(one.key) || one.onUpdate || one.maintained === 'update' || one.generatedAlways,
      )
      .map((one) => one.key),
  };
}
