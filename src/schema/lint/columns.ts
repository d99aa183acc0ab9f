import { splitWords } from '../../words.ts';
import { isSecretIn } from '../secrets.ts';
import { isKeyedByReferences } from '../joins.ts';
import type { Column, Table } from '../table.ts';
import { saysCreated, saysUpdated } from '../timestamps.ts';
import { codeName, type Finding, type Rule } from './finding.ts';

const MONEY = new Set(
  `price prices amount amounts total totals subtotal cost costs fee fees balance salary tax taxes revenue discount refund
  payment payout charge paid budget money wage credit debit`.split(/\s+/),
);

/** Money in binary floating point loses cents. */
export const moneyAsFloat: Rule = (table) =>
  columnFindings(table, isMoneyFloat, ({ key, name }) => ({
    rule: 'money-as-float',
    severity: 'error',
    message: `${codeName(table)}.${key} holds money in a floating-point column, which loses cents.`,
    fix: `${key}: numeric('${name}', { precision: 12, scale: 2 })`,
  }));

function isMoneyFloat({ kind, key }: Column): boolean {
  if (kind !== 'float') return false;
  const words = splitWords(key);
  const isShare = words.some((word) => /^(rate|ratio|percent|percentage|factor|score)$/.test(word));
  return !isShare && words.some((word) => MONEY.has(word));
}

/** A timestamp without zone means another moment on a server or client in another zone. */
export const timestampWithoutTimezone: Rule = (table) =>
  columnFindings(
    table,
    ({ kind, withTimezone }) => kind === 'timestamp' && !withTimezone,
    ({ key, name }) => ({
      rule: 'timestamp-without-timezone',
      severity: 'warning',
      message: `${codeName(table)}.${key} is a timestamp without time zone.`,
      fix: `${key}: timestamp('${name}', { withTimezone: true })`,
    }),
  );

/** Said at creation so that nobody wonders why the column never appears in a response. */
export const secretColumn: Rule = (table) =>
  columnFindings(table, isSecretIn(table), ({ key }) => ({
    rule: 'secret-column',
    severity: 'info',
    message: `${codeName(table)}.${key} looks like a secret, so responses leave it out.`,
    fix: `Store it hashed or encrypted, or list it in the response schema if it is none.`,
  }));

/** A unique index refuses values of more than a third of a page (about 2,700 bytes) with an error that nobody expects. */
export const unboundedUniqueText: Rule = (table) => {
  const unique = new Set(table.uniqueKeys.flatMap(({ columns }) => columns));
  return columnFindings(
    table,
    ({ key, kind, length, sqlType, arrayDimensions }) =>
      unique.has(key) &&
      kind === 'text' &&
      length === null &&
      /^(text|varchar|citext)/.test(sqlType) &&
      arrayDimensions === 0 &&
      !isReference(key, table),
    ({ key, name }) => ({
      rule: 'unbounded-unique-text',
      severity: 'warning',
      message: `${codeName(table)}.${key} is unique and takes text of any length, which its index can't hold.`,
      fix: `${key}: varchar('${name}', { length: 255 })`,
    }),
  );
};

const isReference = (key: string, { foreignKeys, primaryKey }: Table) =>
  primaryKey.includes(key) || foreignKeys.some(({ columns }) => columns.includes(key));

/** When a row was made and last changed is the first question of every investigation. Join tables are left in peace. */
export const missingTimestamps: Rule = (table) => {
  if (table.kind !== 'table' || isKeyedByReferences(table)) return [];
  const has = (says: (column: Column) => boolean) =>
    table.columns.some((column) => says(column) && /timestamp|date/.test(column.kind));
  const missing = [
    ...(has(saysCreated)
      ? []
      : [
          [
            "createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow()",
            'created',
          ],
        ]),
    ...(has(saysUpdated)
      ? []
      : [
          [
            "updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow().$onUpdate(() => new Date())",
            'updated',
          ],
        ]),
  ];
  if (missing.length === 0) return [];
  return [
    {
      rule: 'missing-timestamps',
      severity: 'info',
      table: table.id,
      columns: [],
      message: `${codeName(table)} does not say when a row was ${missing.map(([, what]) => what).join(' or ')}.`,
      fix: missing.map(([code]) => code).join(',\n'),
    },
  ];
};

type Described = Omit<Finding, 'table' | 'columns'>;

const columnFindings = (
  table: Table,
  applies: (column: Column) => boolean,
  describe: (column: Column) => Described,
): Finding[] =>
  table.kind === 'table'
    ? table.columns.filter(applies).map((column) =>
        Object.assign(describe(column), {
          table: table.id,
          columns: [column.key],
        }),
      )
    : [];
