import { type Code, code, importsOf, joined, plainCode } from '../../code.ts';
import { valuesFor } from '../checks/choice.ts';
import { keepsAll } from '../checks/adjust.ts';
import { connected, type Rule } from '../checks/rule.ts';
import { fromSample, type Value } from '../checks/value.ts';
import type { ColumnModel } from '../../model/columns.ts';
import {
  type CheckReadings,
  isInUniqueKey,
  isKeptEmpty,
  isSampled,
  sampleContext,
  typedSample,
} from '../factory.ts';
import { someOf, touch } from '../given.ts';
import { type Row, type RowSource, run } from '../rows.ts';
import { isNumbered, literalFor, nextSample, sampleChange, sampleExpression } from '../sample.ts';
import type { TableModel } from '../../model/service.ts';
import type { TestSource } from './overrides.ts';

/** A field to change in the tests of PATCH. */
export interface Alternative {
  key: string;
  /** `status: 'pending'`: the values before, and those to send. */
  original: string;
  changed: string;
}

interface FoundAlternative {
  key: string;
  original: Code;
  changed: Code;
  /** Whether its values are made from a row's number. */
  isNumbered: boolean;
}

/** The first field to change, and all: tests take the first that the module's schemas still let a client change and see. */
export interface ChangeCase extends Alternative {
  alternatives: Alternative[];
  /** The type of the values, and what replaces a row's version. */
  values: string;
  touch: string;
  /** Functions of `test/samples` that all of these use, and that the first uses alone. */
  helpers: string[];
  helpersOfFirst: string[];
  /** Whether values of any of these are made from a row's number, and whether those of the first are. */
  isNumbered: boolean;
  isFirstNumbered: boolean;
  /** Fields that each change sets, too. */
  maintained: string[];
}

/** As many as a module's schemas are likely to leave one of. */
const MOST = 4;

/** A column whose value a test sets: as it is first, and what it changes to. */
interface Move {
  column: ColumnModel;
  from: Code;
  to: Code;
}

/** Columns to change in the tests of PATCH, with a value before and one after, and what checks want to go with it. */
export function changeOf(source: TestSource): ChangeCase | null {
  const { table: resource } = source;
  // A unique key that the database makes of other columns changes with them, and the row is found elsewhere; a primary key does not.
  const { primaryKey } = resource.table;
  const isLoose = ({ key }: ColumnModel) => resource.key.includes(key) && !primaryKey.includes(key);
  if (resource.columns.some((one) => isLoose(one) && isMadeOfOthers(one))) return null;
  const found: FoundAlternative[] = [];
  for (const column of resource.columns) {
    const one = found.length < MOST ? alternativeOf(column, source) : null;
    if (one) found.push(one);
  }
  const alternatives = found.map(({ key, original, changed }) => ({
    key,
    original: original.text,
    changed: changed.text,
  }));
  const [first] = alternatives;
  if (!first) return null;
  return {
    ...first,
    alternatives,
    values: someOf(resource),
    touch: touch(resource, first.key),
    helpers: helpersOf(found),
    helpersOfFirst: helpersOf(found.slice(0, 1)),
    isNumbered: found.some((one) => one.isNumbered),
    isFirstNumbered: found[0]?.isNumbered === true,
    maintained: [
      ...resource.columns
        .filter((one) => one.onUpdate || one.maintained === 'update' || one.generatedAlways)
        .map((one) => one.key),
      ...(resource.access?.stamps.update ?? []),
    ],
  };
}

const isMadeOfOthers = ({ generatedAlways, default: from }: ColumnModel) =>
  generatedAlways && from !== 'identity';

const helpersOf = (found: FoundAlternative[]): string[] =>
  importsOf(...found.flatMap(({ original, changed }) => [changed, original]));

function alternativeOf(column: ColumnModel, source: TestSource): FoundAlternative | null {
  const { table: resource, checks } = source;
  if (!isChangeable(column, resource) || resource.typed.includes(column.key)) return null;
  const beside = besideOf(column, resource, checks);
  for (const moves of movesOf(column, beside, resource, checks)) {
    if (keepsChecks(moves, source)) return changeCase(column, moves, source);
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
    yield [{ column, from: from(column), to: plainCode(literalFor(column, value)) }, ...still];
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
        fromSample(run(move[when].text, ROW), move.column),
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
  const [before, after] = [run(from.text, ROW), run(to.text, ROW)].map((value) =>
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'bigint'
        ? String(value)
        : JSON.stringify(value),
  );
  return before === after;
};

function changeCase(
  { key }: ColumnModel,
  moves: Move[],
  { table: resource, checks }: TestSource,
): FoundAlternative {
  // JSON of no type takes anything, and the linter refuses to be told so where it knows.
  const isAny = ({ kind, hasOwnType }: ColumnModel) => kind === 'json' && !hasOwnType;
  const write = (column: ColumnModel, value: Code) =>
    code`${column.property}: ${isAny(column) ? value : typedSample(column, value, resource)}`;
  const original = moves.map(({ column, from }) => write(column, from));
  const moved = moves.filter(({ from, to }) => from.text !== to.text);
  const changed = moved.map(({ column, to }) => write(column, to));
  return {
    key,
    original: joined(original, ', '),
    changed: joined(changed, ', '),
    isNumbered: moves.some(({ column }) =>
      isNumbered(column, sampleContext(column, resource, checks)),
    ),
  };
}
