import type { CheckReading } from './reading.ts';
import { type Choice, choicesFor, withChoice } from './choice.ts';
import { connected, type Rule, verdictOf } from './rule.ts';
import { type RowSource, rowsOf, TRIALS, type Way } from '../rows.ts';
import { isWritable } from '../../model/routes.ts';
import { modelOf, type ServiceModel, type TableModel } from '../../model/service.ts';
import { isCreatableBefore } from '../obstacles.ts';

type Readings = Map<string, CheckReading>;

/** How many rows are looked at in search of one that keeps a check: some tens of milliseconds for the worst of tables. */
const BUDGET = 4000;

/**
 * Tries each table's checks on the rows that its factory would make, and changes what goes into them until the checks hold. What
 * is left is named: by checks that can't be worked out here, or that no row was found for.
 */
export function settleChecks(
  service: ServiceModel,
  given: ReadonlyMap<string, CheckReading>,
): Readings {
  const readings = new Map(given);
  for (const table of service.tables) {
    const reading = readings.get(table.table.id);
    if (reading?.rules) readings.set(table.table.id, settle({ table, service, reading }, readings));
  }
  return readings;
}

function settle(given: RowSource, readings: Readings): CheckReading {
  const { table } = given;
  const isOpen = (key: string) => canRefer(key, given, readings);
  const ways = waysOf(table);
  const source = withoutCircles(withoutMarks(given), isOpen);
  for (const { name } of source.reading.rules ?? []) {
    if (isKept(ruleOf(source, name), source, ways)) continue;
    source.reading =
      search(name, source, ways, isOpen) ??
      search(name, source, ['made'], isOpen) ??
      source.reading;
  }
  return withFailures(source, ways);
}

const ruleOf = ({ reading }: RowSource, name: string) =>
  reading.rules?.find((rule) => rule.name === name) as Rule;

function waysOf(table: TableModel): Way[] {
  const isMarked = table.role === 'resource' && table.softDelete !== null;
  return [
    'made',
    ...(isWritable(table) ? ['posted' as const] : []),
    ...(isMarked ? ['deleted' as const] : []),
  ];
}

function withFailures(source: RowSource, ways: Way[]): CheckReading {
  const { reading, table } = source;
  const { rules = [] } = reading;
  const failing = (way: Way, like = way) =>
    ways.includes(like)
      ? rules.filter((rule) => !isKept(rule, source, [way])).map(({ name }) => name)
      : [];
  const refusing = {
    made: failing('made'),
    posted: failing('posted'),
    deleted: failing('deleted'),
    marked: failing('marked', 'deleted'),
  };
  const names = new Set(Object.values(refusing).flat());
  return {
    ...reading,
    notUnderstood: table.table.checks.filter(({ name }) => names.has(name)),
    refusing,
  };
}

/** A row that a test makes is there: a check that goes with one that is deleted as well must not fill what says that it is gone. */
function withoutMarks(source: RowSource): RowSource {
  const { softDelete, access } = source.table;
  const marks = softDelete ? [softDelete.key, ...(access?.stamps.delete ?? [])] : [];
  const filled = source.reading.filled.filter((key) => marks.includes(key));
  const left = filled.map((key): Choices[number] => [key, { is: 'default' }]);
  return left.length === 0 ? source : { ...source, reading: chosen(source.reading, left) };
}

/** A check on references may ask for a row that can't be there first: then another alternative has to do. */
function withoutCircles(source: RowSource, isOpen: (key: string) => boolean): RowSource {
  const { table } = source.table;
  let { reading } = source;
  for (const key of reading.filled) {
    const column = table.columns.find((one) => one.key === key);
    const refers = table.foreignKeys.some(
      (f) => f.source === 'constraint' && f.columns.includes(key),
    );
    if (refers && !column?.notNull && !isOpen(key))
      reading = chosen(reading, [[key, { is: 'null' }]]);
  }
  return { ...source, reading };
}

/** Whether the rows that the column refers to can be made before a row of this table. */
function canRefer(key: string, { table, service }: RowSource, readings: Readings): boolean {
  return table.table.foreignKeys
    .filter((f) => f.source === 'constraint' && f.columns.includes(key))
    .every(({ targetTable }) => {
      const target = modelOf(service, targetTable);
      return target !== undefined && isCreatableBefore(table, target, service, readings);
    });
}

/** Whether the check holds in all rows that are tried. */
function isKept(rule: Rule, source: RowSource, ways: Way[]): boolean {
  const rows = rowsOf(source);
  return ways.every((way) =>
    TRIALS.every((trial) => verdictOf(rule, rows(way, trial), trial.now) === 'kept'),
  );
}

type Choices = [key: string, choice: Choice][];

function chosen(reading: CheckReading, choices: Choices): CheckReading {
  const keys = new Set(choices.map(([key]) => key));
  const changed = choices.reduce((one, [key, choice]) => withChoice(one, key, choice), reading);
  const { rules = [] } = reading;
  return {
    ...changed,
    // What was made to follow them is no longer what goes in.
    rules: rules.map((rule) =>
      rule.columns.some((key) => keys.has(key)) ? { ...rule, isFollowed: false } : rule,
    ),
  };
}

/** The reading that changes least and keeps the check, with every other one that was kept before. */
function search(
  name: string,
  source: RowSource,
  ways: Way[],
  isOpen: (key: string) => boolean,
): CheckReading | undefined {
  const { rules = [] } = source.reading;
  const near = ruleOf(source, name).columns;
  const open = source.table.columns
    .filter(({ key, softDelete }) => !softDelete && connected(rules, near).has(key))
    .toSorted((a, b) => Number(near.includes(b.key)) - Number(near.includes(a.key)))
    .map((column) => ({ key: column.key, choices: choicesFor(column, source, rules, isOpen) }));
  const before = new Set(
    rules.filter((rule) => isKept(rule, source, ways)).map((rule) => rule.name),
  );
  let left = BUDGET;
  for (const depth of [1, 2, 3]) {
    for (const choices of combinations(open, depth)) {
      if ((left -= 1) < 0) return undefined;
      const reading = chosen(source.reading, choices);
      const candidate = { ...source, reading };
      const touched = (reading.rules ?? []).filter(
        (rule) => rule.name === name || (before.has(rule.name) && !rule.isFollowed),
      );
      touched.sort((a, b) => Number(b.name === name) - Number(a.name === name));
      if (touched.every((rule) => isKept(rule, candidate, ways))) return reading;
    }
  }
  return undefined;
}

/** Every choice for so many of the columns, the first columns first. */
export function* combinations<C>(
  open: readonly { key: string; choices: readonly C[] }[],
  depth: number,
  start = 0,
): Generator<[key: string, choice: C][]> {
  if (depth === 0) {
    yield [];
    return;
  }
  for (let i = start; i < open.length; i += 1) {
    const { key, choices } = open[i] as { key: string; choices: readonly C[] };
    for (const choice of choices) {
      for (const rest of combinations(open, depth - 1, i + 1)) yield [[key, choice], ...rest];
    }
  }
}
