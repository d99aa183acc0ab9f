import { quote } from '../../code.ts';
import { type ColumnModel, isRequired } from '../../model/columns.ts';
import type { CheckReading } from '../../samples/checks/reading.ts';
import { type Rule, verdictOf } from '../../samples/checks/rule.ts';
import { UNKNOWN, type Value } from '../../samples/checks/value.ts';
import { leftOut, type Row, type Trial } from '../../samples/rows.ts';
import { refusal } from './people-table.ts';
import { madeOf, NO_HASH, type Users } from './users.ts';

/**
 * The columns for a password that may be empty, and that a check wants filled in the row of somebody who registers
 * (`password_hash is not null or google_id is not null`).
 *
 * @param reading of the users table's checks; undefined where it has none
 * @throws KitError AUTH_USERS where a check refuses everybody who registers all the same
 */
export function passwordsForChecks(users: Users, reading: CheckReading | undefined): ColumnModel[] {
  const brokenWith = (filled: readonly ColumnModel[]): Rule[] =>
    (reading?.rules ?? []).filter(
      (rule) => verdictOf(rule, rowOf(users, filled), REGISTERED.now) === 'broken',
    );
  const asked = new Set(brokenWith([]).flatMap(({ columns }) => columns));
  const filled = users.table.columns.filter(
    (column) => asked.has(column.key) && !isRequired(column) && takesNoHash(column, users),
  );
  const [broken] = brokenWith(filled);
  if (!broken) return filled;
  throw refusal(
    users.table,
    `can't be registered in: the check ${broken.name} (${broken.sql}) refuses a row of which nothing but what sign-in needs is known`,
    'Give the columns that it is about defaults that keep it, name another table with --users-table, or choose --auth none.',
  );
}

const REGISTERED: Trial = { n: 1, now: Date.UTC(2026, 0, 1) };

const takesNoHash = (column: ColumnModel, { table }: Pick<Users, 'table'>): boolean =>
  madeOf(column, table.table) === quote(NO_HASH);

/** The row of somebody who has just registered, as far as it is known. */
function rowOf({ table, key, email, role, profile }: Users, filled: readonly ColumnModel[]): Row {
  const given = new Set([key, email, role?.column, ...profile]);
  return (name): Value => {
    const column = table.columns.find((one) => one.name === name);
    if (!column || given.has(column)) return UNKNOWN;
    const isSet = isRequired(column) || filled.includes(column);
    if (!isSet) return leftOut(column, table, REGISTERED);
    if (takesNoHash(column, { table })) return NO_HASH;
    return madeOf(column, table.table) === 'false' ? false : UNKNOWN;
  };
}
