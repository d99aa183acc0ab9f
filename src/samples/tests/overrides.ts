import type { ForeignKey } from '../../schema/table.ts';
import { besideOf, type Forced } from '../checks/adjust.ts';
import { connected } from '../checks/rule.ts';
import { column } from '../../model/conditions.ts';
import { type CheckReadings, typedSample } from '../factory.ts';
import { member, plainCode, propertyName } from '../../code.ts';
import { keyOfOther, type RowSource, rowsOf, type Way } from '../rows.ts';
import { literalFor } from '../sample.ts';
import type { ServiceModel, TableModel } from '../../model/service.ts';

/** What the tests of a table have to do with: its rows, and what is known of the checks. */
export interface TestSource {
  table: TableModel;
  service: ServiceModel;
  checks: CheckReadings;
}

const NOTHING_KNOWN = { hints: {}, filled: [], notUnderstood: [] };

function rowSource({ table, service, checks }: TestSource): RowSource {
  return { table, service, reading: checks.get(table.table.id) ?? NOTHING_KNOWN };
}

/** Whether a check may refuse rows that come to be in this way. */
export function isRefused({ table, checks }: TestSource, way: Exclude<Way, 'made'>): boolean {
  return (checks.get(table.table.id)?.refusing?.[way].length ?? 0) > 0;
}

/**
 * The values that a test gives to a row, with those that checks want to go with them.
 *
 * @param entries source text of what the test is about: `placeId: row.id`
 * @param forced the same values, as far as they are known
 * @returns entries of an object; null where no row would keep the checks
 */
export function overridesOf(
  source: TestSource,
  entries: string,
  forced: Forced,
  way: Way,
): string | null {
  const beside = besideOf(rowSource(source), forced, way);
  if (!beside) return null;
  const more = beside.map(([key, value]) => {
    const c = column(source.table, key);
    if (value === null) return `${c.property}: null`;
    const written = typedSample(c, plainCode(literalFor(c, value)), source.table);
    return `${c.property}: ${written.text}`;
  });
  return [entries, ...more].join(', ');
}

/** The reference to one of the rows that are there already; with `missing`, to one that is not. */
export function referring(
  { table, service }: TestSource,
  foreignKey: ForeignKey,
  which: 'first' | 'missing',
): Forced {
  const [key = ''] = foreignKey.columns;
  const age = which === 'first' ? 1 : Number.MAX_SAFE_INTEGER;
  const value = keyOfOther(column(table, key), foreignKey, service, age);
  return { [key]: () => value };
}

/**
 * Values that a row takes over from the one before it: those of the given columns, and where checks want it, those of all that
 * are compared with them.
 *
 * @param from the variable that holds the row before
 * @returns entries of an object; null where no row would keep the checks
 */
export function sharedOverrides(
  source: TestSource,
  keys: readonly string[],
  from: string,
  way: Way,
): string | null {
  const rows = rowSource(source);
  const { rules = [] } = rows.reading;
  const cluster = connected(rules, keys);
  const whole = source.table.columns
    .filter((c) => cluster.has(c.key) && !keys.includes(c.key) && c.inCreate && c.inResponse)
    .map((c) => c.key);
  for (const shared of [keys, [...keys, ...whole]]) {
    const forced = before(rows, shared);
    const entries = shared.map((k) => `${propertyName(k)}: ${member(from, k)}`).join(', ');
    if (besideOf(rows, forced, way)?.length === 0) return entries;
  }
  return null;
}

function before(source: RowSource, keys: readonly string[]): Forced {
  const rows = rowsOf(source);
  return Object.fromEntries(
    keys.map((key) => {
      const { name } = column(source.table, key);
      return [key, ({ n, now }) => rows('made', { n: n - 1, now })(name)];
    }),
  );
}
