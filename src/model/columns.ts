import { isSecretIn } from '../schema/secrets.ts';
import type { Column, Table } from '../schema/table.ts';
import { saysCreated, saysUpdated } from '../schema/timestamps.ts';
import { propertyName } from '../code.ts';
import { splitWords } from '../words.ts';

/** A column with everything decided that a template needs to know about it. */
export interface ColumnModel extends Column {
  /** The key as a property name in an object literal. */
  property: string;
  /** Never sent. Writable only if a row could not be created without it. */
  secret: boolean;
  /** Nobody outside may learn of it, by whatever way: the value is a secret, or says that the row is deleted. */
  hidden: boolean;
  inResponse: boolean;
  inCreate: boolean;
  inUpdate: boolean;
  /** The column marks a row as deleted. */
  softDelete: boolean;
  /** Set by the service, not by the client. */
  maintained: 'create' | 'update' | null;
}

/** What each column of a table is to the API. */
export function columnModels(table: Table): ColumnModel[] {
  const secrets = new Set(table.columns.filter(isSecretIn(table)).map((c) => c.key));
  const softDelete = table.columns.find(isSoftDelete)?.key;
  return table.columns.map((given) => {
    const column = asReference(given, table);
    const secret = secrets.has(column.key);
    const maintained = maintainedAt(column);
    const hidden = secret || column.key === softDelete;
    const inCreate =
      !column.generatedAlways &&
      column.key !== softDelete &&
      maintained === null &&
      !isAutomatic(column, table) &&
      (!secret || isRequired(column)) &&
      (isWritable(column) || isRequired(column));
    return {
      ...column,
      property: propertyName(column.key),
      secret,
      softDelete: column.key === softDelete,
      maintained,
      hidden,
      inResponse: !hidden && !isHeavy(column),
      inCreate,
      inUpdate: inCreate && !table.primaryKey.includes(column.key) && !makesKey(column, table),
    };
  });
}

/** Called as something that every object inherits: where it is left out of one, `row.toString` is a function all the same. */
export function isInherited({ key }: Pick<Column, 'key'>): boolean {
  return key in Object.prototype;
}

/** A row can't be inserted without a value for it. */
export function isRequired(column: Column): boolean {
  return column.notNull && column.default === 'none' && !column.generatedAlways;
}

/** A row needs a value of it, and its own mapping refused every one that was tried. */
export function isUnknown(column: Column): boolean {
  return column.kind === 'custom' && isRequired(column) && column.customSample === undefined;
}

/** Whether a client can be expected to write it in JSON: not what its own mapping refuses to take from there. */
function isWritable({ kind, sqlType, customSample }: Column): boolean {
  if (kind !== 'custom') return true;
  return customSample !== undefined && !/^(tsvector|bytea)$/i.test(sqlType);
}

/** Too large, or nothing that JSON could carry: not part of a list. */
function isHeavy(column: Column): boolean {
  return column.kind === 'bytes' || column.kind === 'vector' || column.sqlType === 'tsvector';
}

function isSoftDelete(column: Column): boolean {
  const name = splitWords(column.key).join(' ');
  if (column.kind === 'timestamp' && !column.notNull) return name === 'deleted at';
  return column.kind === 'boolean' && (name === 'is deleted' || name === 'deleted');
}

function maintainedAt(column: Column): ColumnModel['maintained'] {
  if (column.kind !== 'timestamp') return null;
  if (saysCreated(column)) return 'create';
  return saysUpdated(column) || column.onUpdate ? 'update' : null;
}

/**
 * A counter that refers to a row (`order_id: serial().references(…)`) holds that row's number: its own next one would be the
 * number of any. Whoever makes the row says which, and has to, unless the rest of the reference may be empty.
 */
function asReference(column: Column, table: Table): Column {
  if (!isReferringCounter(column, table)) return column;
  const others = referencesBy(column, table).map(({ columns }) =>
    table.columns.filter(({ key }) => key !== column.key && columns.includes(key)),
  );
  const isNeeded = others.some((rest) => rest.every(({ notNull }) => notNull));
  return isNeeded ? { ...column, default: 'none' } : column;
}

function isReferringCounter(column: Column, table: Table): boolean {
  return isCounter(column) && !column.generatedAlways && referencesBy(column, table).length > 0;
}

/** The foreign keys that a column is of, but for one that leads back to its own row. */
function referencesBy({ key }: Column, { id, foreignKeys }: Table) {
  return foreignKeys.filter(
    ({ source, columns, targetTable, targetColumns }) =>
      source === 'constraint' &&
      columns.includes(key) &&
      (targetTable !== id || targetColumns[columns.indexOf(key)] !== key),
  );
}

/** Whether the database makes a part of the key of it: with another value, the row would be found elsewhere. */
function makesKey({ key }: Column, { columns, primaryKey }: Table): boolean {
  return columns.some((made) => made.madeOf?.includes(key) && primaryKey.includes(made.key));
}

/** The database counts its values. */
export function isCounter({ default: from, sqlType }: Column): boolean {
  return from === 'identity' || sqlType.endsWith('serial');
}

/** The database or drizzle makes the value: keys with a default, and counters. A constant in a composite key makes no key. */
function isAutomatic(column: Column, table: Table): boolean {
  if (isReferringCounter(column, table)) return false;
  if (isCounter(column)) return true;
  const isPart = column.constantDefault === true && table.primaryKey.length > 1;
  return table.primaryKey.includes(column.key) && column.default !== 'none' && !isPart;
}

/** Whether no two rows have the same value of it. */
export function isUniqueAlone(table: Table, { key }: ColumnModel): boolean {
  return [table.primaryKey, ...table.uniqueKeys.map((unique) => unique.columns)].some(
    (keys) => keys.length === 1 && keys[0] === key,
  );
}
