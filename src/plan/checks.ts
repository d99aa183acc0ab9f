import { type CheckReading, loadCheckReader, withRules } from '../samples/checks/reading.ts';
import type { CheckReadings } from '../samples/factory.ts';
import { unmetChecks } from '../samples/sample.ts';
import type { Notice, Schema, Table } from '../schema/table.ts';

/** What is known of each table's check constraints, by `Table.id`. */
export async function readChecks(schema: Schema): Promise<CheckReadings> {
  const checked = schema.tables.filter((table) => table.checks.length > 0);
  if (checked.length === 0) return new Map();
  const read = await loadCheckReader();
  return new Map(
    checked.map((table) => [table.id, withRules(table, withUnmet(table, read(table)))]),
  );
}

/** Adds the checks that were understood, but for which no sample could be made. */
function withUnmet(table: Table, reading: CheckReading): CheckReading {
  const context = { table, unique: false, hints: reading.hints };
  const unmet = new Set(table.columns.flatMap((column) => unmetChecks(column, context)));
  const known = new Set(reading.notUnderstood.map(({ name }) => name));
  const more = table.checks.filter(({ name }) => unmet.has(name) && !known.has(name));
  return { ...reading, notUnderstood: [...reading.notUnderstood, ...more] };
}

/** What comes of checks that no value was found for, said of their tables. */
export function checkNotices(schema: Schema, checks: CheckReadings): Notice[] {
  return schema.tables.flatMap((table) => {
    const { notUnderstood = [], refusing } = checks.get(table.id) ?? {};
    return notUnderstood.map(({ name, sql }) => ({
      subject: table.exportName,
      message: `The check ${name} (${sql}) ${consequenceOf(name, refusing)}`,
    }));
  });
}

function consequenceOf(name: string, refusing: CheckReading['refusing']): string {
  if (refusing?.made.includes(name)) {
    return 'is more than sample values can be made for: no test makes rows of the table, nor of those that need one.';
  }
  return refusing?.posted.includes(name)
    ? 'asks for what a client can not set, or for more than is known of it: no test sends a new row.'
    : 'does not hold, as far as is known, once a row is marked as deleted: no test deletes one.';
}
