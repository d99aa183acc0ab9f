import { CasingCache } from 'drizzle-orm/casing';
import { Column, getTableColumns, is, SQL, StringChunk } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { casing } from './casing';
import { cutName, databaseName, MAX_BYTES } from './database-name';
import * as schema from './schema';

/** What Postgres says about the place of an error. */
export interface ErrorPlace {
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
}

interface TableFields {
  /** The keys of the columns by their names in the database. */
  fields: Map<string, string>;
  /** The keys of the columns that a constraint is about, by the constraint's name. */
  constraints: Map<string, string[]>;
}

export type ConstraintIndex = Map<string, TableFields>;

/** Quoted texts, which name nothing, and what may name a column. */
const WORDS = /'(?:[^']|'')*'|"((?:[^"]|"")+)"|([\p{L}_][\p{L}\d_$]*)/gu;

/** @param exported whatever a schema module exports; what is not a table is passed over */
export function indexConstraints(exported: Record<string, unknown>): ConstraintIndex {
  const index: ConstraintIndex = new Map();
  for (const table of Object.values(exported)) {
    if (!is(table, PgTable)) continue;
    const config = getTableConfig(table);
    index.set(placeKey(config.schema, config.name), tableFields(table));
  }
  return index;
}

const index = indexConstraints(schema);

/** @returns the keys of the columns that the violated constraint is about, undefined when it is not in the schema */
export function constraintFields(place: ErrorPlace, from = index): string[] | undefined {
  return tableOf(place, from)?.constraints.get(place.constraint ?? '');
}

/** @returns the key of the column */
export function fieldOf(place: ErrorPlace, from = index): string | undefined {
  return tableOf(place, from)?.fields.get(place.column ?? '');
}

function tableOf({ schema: name, table = '' }: ErrorPlace, from: ConstraintIndex) {
  return from.get(placeKey(name, table)) ?? from.get(placeKey(undefined, table));
}

/** Postgres says names as it keeps them, also where the schema has longer ones. */
function placeKey(schemaName: string | undefined, table: string): string {
  return `${cutName(schemaName ?? '')}.${cutName(table)}`;
}

/**
 * A constraint holds copies of its columns that can do little more than say their names (asking one for its SQL type
 * overflows the stack), so each is looked up by name among the table's own columns.
 */
function tableFields(table: PgTable): TableFields {
  const config = getTableConfig(table);
  const own = columnNames(table);
  const constraints = new Map<string, string[]>();
  const add = (name: string | undefined, columns: readonly Named[]) => {
    const fields = columns.map((column) => own.get(column.name)?.key);
    if (name && fields.length > 0 && fields.every((field) => field !== undefined)) {
      // As the service's migrations name it, and as Postgres cuts the name in others.
      for (const kept of [cutName(name), databaseName(name)]) constraints.set(kept, fields);
    }
  };
  const names = (columns: readonly Named[], from = own) =>
    columns.map(({ name }) => from.get(name)?.database ?? name).join('_');

  for (const column of config.columns) {
    if (column.isUnique) add(column.uniqueName, [column]);
    // Postgres gives this name itself, and cuts the table's for it.
    if (column.primary) add(`${cutName(config.name, MAX_BYTES - '_pkey'.length)}_pkey`, [column]);
  }
  for (const { columns, name } of config.uniqueConstraints) {
    add(name, columns);
    add(`${config.name}_${names(columns)}_unique`, columns);
  }
  for (const primaryKey of config.primaryKeys) {
    const { columns } = primaryKey;
    add(primaryKey.getName(), columns);
    add(`${config.name}_${names(columns)}_pk`, columns);
  }
  for (const { config: entry } of config.indexes) {
    const columns = entry.columns.flatMap(columnsIn);
    // drizzle-kit gives this name to one without.
    if (entry.unique) add(entry.name ?? `${config.name}_${names(columns)}_index`, columns);
  }
  for (const foreignKey of config.foreignKeys) {
    const { columns, foreignTable, foreignColumns, name } = foreignKey.reference();
    const target = `${getTableConfig(foreignTable).name}_${names(foreignColumns, columnNames(foreignTable))}`;
    add(name ?? `${config.name}_${names(columns)}_${target}_fk`, columns);
  }
  for (const { name, value } of config.checks) {
    const columns = checkedColumns(value, own);
    // Of several, nobody knows which one has the wrong value.
    if (columns.length === 1) add(name, columns);
  }
  const fields = new Map([...own.values()].map(({ key, database }) => [cutName(database), key]));
  return { fields, constraints };
}

interface Named {
  name: string;
}

/** An index may also be on an expression, `lower(email)`: it is about the columns in it. */
function columnsIn(entry: object): Named[] {
  if (is(entry, SQL)) return entry.queryChunks.filter((chunk) => is(chunk, Column));
  return 'name' in entry && typeof entry.name === 'string' ? [{ name: entry.name }] : [];
}

/** The columns that a check is about, be they put into its SQL or written there by their names. */
function checkedColumns(check: SQL, own: ReturnType<typeof columnNames>): Named[] {
  const chunks = check.queryChunks.flatMap(function flat(chunk): unknown[] {
    return is(chunk, SQL) ? chunk.queryChunks.flatMap(flat) : [chunk];
  });
  const text = chunks
    .map((chunk) => (is(chunk, StringChunk) ? chunk.value.join('') : ' '))
    .join('');
  const words = new Set(
    [...text.matchAll(WORDS)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.toLowerCase(),
    ),
  );
  return [...own].flatMap(([name, { database }]) => {
    const isPutIn = chunks.some((chunk) => is(chunk, Column) && chunk.name === name);
    return isPutIn || words.has(database) ? [{ name }] : [];
  });
}

/** The key and the name in the database of each column, by the name that drizzle knows it by. */
function columnNames(table: PgTable): Map<string, { key: string; database: string }> {
  const cache = new CasingCache(casing);
  return new Map(
    Object.entries(getTableColumns(table)).map(([key, column]) => [
      column.name,
      { key, database: cache.getColumnCasing(column) },
    ]),
  );
}
