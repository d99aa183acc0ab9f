import { indexOrders, isFilterKind, isSortKind, ordersIn } from '../index-order.ts';
import { isSecretIn } from '../secrets.ts';
import type { Column, Index, Table } from '../table.ts';
import { saysCreated, saysUpdated } from '../timestamps.ts';
import { codeName, type Rule } from './finding.ts';

/**
 * An index whose first column lists would be sorted by, if the key stood at its end: without it, a page reads every row that is equal
 * to those on it, and a list is not sorted by it.
 */
export const sortIndexWithoutKey: Rule = (table) => {
  if (table.kind !== 'table' || table.primaryKey.length === 0) return [];
  const facts = {
    key: table.primaryKey,
    scope: new Set<string>(),
    notNull: new Set(table.columns.filter((c) => c.notNull).map((c) => c.key)),
  };
  const served = new Set(
    indexOrders(table).flatMap((index) => ordersIn(index, facts).map(([first]) => first)),
  );
  return table.indexes
    .filter((index) => isForSorting(index, table) && !served.has(index.columns[0] ?? ''))
    .map(({ name, columns, directions }) => {
      const own = columns.filter((key) => key !== null);
      const all = [...own, ...table.primaryKey.filter((key) => !own.includes(key))];
      const why = directions
        ? 'its columns run in other directions, or have NULL elsewhere, than an ORDER BY'
        : 'the key is not at its end';
      return {
        rule: 'sort-index-without-key',
        severity: 'info' as const,
        table: table.id,
        columns: own,
        message: `${codeName(table)} can't be listed in the order of ${own[0]} by the index ${name}: ${why}.`,
        fix: `index('${name}').on(${all.map((key) => `table.${key}`).join(', ')})`,
      };
    });
};

function isForSorting({ method, partial, columns }: Index, table: Table): boolean {
  const first = table.columns.find(({ key }) => key === columns[0]);
  return (
    method === 'btree' &&
    !partial &&
    first !== undefined &&
    columns.every((key) => key !== null) &&
    isSortKind(first.kind) &&
    first.arrayDimensions === 0 &&
    !isSecretIn(table)(first) &&
    !isReference(first, table)
  );
}

/** What lists are not filtered by for want of an index: one line for each table, since most of them nobody will miss. */
export const filterWithoutIndex: Rule = (table) => {
  if (table.kind !== 'table' || table.primaryKey.length === 0) return [];
  const led = new Set(indexOrders(table).map(({ columns }) => columns[0]));
  const missing = table.columns.filter((c) => isAskedFor(c, table) && !led.has(c.key));
  if (missing.length === 0) return [];
  const searched = new Set(table.indexes.flatMap(({ trigrams = [] }) => trigrams));
  const text = missing.find(({ key, kind }) => kind === 'text' && !searched.has(key));
  const places = [missing[0]?.key ?? '', ...table.primaryKey].map((key) => `table.${key}`);
  return [
    {
      rule: 'filter-without-index',
      severity: 'info',
      table: table.id,
      columns: missing.map(({ key }) => key),
      message: `Lists of ${codeName(table)} are not filtered by ${missing.map(({ key }) => key).join(', ')}: no index begins with them.`,
      fix: [
        `index().on(${places.join(', ')})`,
        ...(text
          ? [`index().using('gin', table.${text.key}.op('gin_trgm_ops')) for contains`]
          : []),
      ].join('\n'),
    },
  ];
};

/** Text of any length, of which a service takes no more than its default: one line for each table. */
export const textWithoutLength: Rule = (table) => {
  if (table.kind !== 'table') return [];
  const open = table.columns.filter(
    (c) =>
      c.kind === 'text' &&
      c.length === null &&
      c.arrayDimensions === 0 &&
      /^(text|varchar)\b/.test(c.sqlType) &&
      !isReference(c, table) &&
      !table.primaryKey.includes(c.key),
  );
  const [first] = open;
  if (!first) return [];
  const names = open.map(({ key }) => key).join(', ');
  return [
    {
      rule: 'text-without-length',
      severity: 'info',
      table: table.id,
      columns: open.map(({ key }) => key),
      message: `${codeName(table)} has text of any length (${names}): a client may store 100,000 characters in each.`,
      fix: `${first.key}: varchar('${first.name}', { length: 1000 })\nor .max(…) in <name>.schemas.ts`,
    },
  ];
};

/** When a row was made or changed is in most tables, and few are filtered by it. */
function isAskedFor(column: Column, table: Table): boolean {
  return (
    isFilterKind(column.kind) &&
    column.arrayDimensions === 0 &&
    !isSecretIn(table)(column) &&
    !isReference(column, table) &&
    !table.primaryKey.includes(column.key) &&
    !saysCreated(column) &&
    !saysUpdated(column)
  );
}

/** A reference without an index is said by a rule of its own. */
function isReference({ key }: Column, { foreignKeys }: Table): boolean {
  return foreignKeys.some(({ columns }) => columns.includes(key));
}
