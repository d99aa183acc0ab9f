import { type Choice, choicesFor } from './choice.ts';
import { connected, type Rule, verdictOf } from './rule.ts';
import { combinations } from './settle.ts';
import { fromSample, type Value } from './value.ts';
import type { ColumnModel } from '../../model/columns.ts';
import { type Row, type RowSource, rowsOf, type Trial, TRIALS, type Way } from '../rows.ts';

/** Values that a test sets, by column key, as they are when it makes a row. */
export type Forced = Readonly<Record<string, (trial: Trial) => Value>>;

/** What has to be set beside: a value that checks mention, or nothing. */
export type Beside = [key: string, value: Extract<Choice, { is: 'value' }>['value'] | null][];

/** How many rows are looked at before a test is given up. */
const BUDGET = 1000;

/**
 * What a test has to set beside the values that it is about, so that the row keeps its checks.
 *
 * @returns nothing to set where the row keeps them as it is; null where no such values were found
 */
export function besideOf(source: RowSource, forced: Forced, way: Way): Beside | null {
  const keys = Object.keys(forced);
  const { rules = [] } = source.reading;
  const cluster = connected(rules, keys);
  const touched = rules.filter(({ columns }) => columns.some((key) => cluster.has(key)));
  const keeps = (beside: Beside) =>
    keepsAll(
      source,
      { rules: touched, keys: [...keys, ...beside.map(([key]) => key)] },
      way,
      overlay(source, forced, beside),
    );
  if (touched.length === 0 || keeps([])) return [];
  const open = source.table.columns
    .filter(
      ({ key, inCreate }) =>
        cluster.has(key) && !keys.includes(key) && (inCreate || way === 'made'),
    )
    .map((column) => ({ key: column.key, choices: plainChoices(column, source, touched) }));
  let left = BUDGET;
  for (const depth of [1, 2, 3]) {
    for (const beside of combinations(open, depth)) {
      if ((left -= 1) < 0) return null;
      if (keeps(beside)) return beside;
    }
  }
  return null;
}

/**
 * Whether the checks hold in rows that are changed so. Where the columns with these keys are set, it is no longer the samples that
 * keep a check.
 */
export function keepsAll(
  source: RowSource,
  { rules, keys }: { rules: readonly Rule[]; keys: readonly string[] },
  way: Way,
  change: (row: Row, trial: Trial) => Row,
): boolean {
  const rows = rowsOf(source);
  return rules.every((rule) => {
    const isFollowed = rule.isFollowed && !rule.columns.some((key) => keys.includes(key));
    return TRIALS.every((trial) => {
      const row = change(rows(way, trial), trial);
      return verdictOf({ ...rule, isFollowed }, row, trial.now) === 'kept';
    });
  });
}

function overlay({ table }: RowSource, forced: Forced, beside: Beside) {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const values = new Map(beside);
  return (row: Row, trial: Trial): Row =>
    (name) => {
      const column = byName.get(name);
      const set = column && forced[column.key];
      if (set) return set(trial);
      return column && values.has(column.key)
        ? fromSample(values.get(column.key), column)
        : row(name);
    };
}

function plainChoices(column: ColumnModel, source: RowSource, rules: readonly Rule[]) {
  return choicesFor(column, source, rules, () => false).flatMap((choice) =>
    choice.is === 'value' ? [choice.value] : choice.is === 'null' ? [null] : [],
  );
}
