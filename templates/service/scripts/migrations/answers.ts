import type { Snapshot, SnapshotEnum, SnapshotTable } from './files';
import { tableName } from './difference';

/** For what columns may still need, so that it can only go behind what is new. */
export const TWO_STEPS =
  'put back into the schema what is gone, write the migration for what is new, then take it out and write another.';

/** A rename or a drop that drizzle-kit can't tell from the schema: as SQL, and in what it compares the schema with. */
export interface Answered {
  sql: string;
  snapshot: Snapshot;
}

/**
 * `people.name=full_name`, `people=persons`, or `mood=feeling` for an enum.
 * @throws when the migrations know no such table, column or enum
 */
export function rename(snapshot: Snapshot, answer: string): Answered {
  const [from = '', to = ''] = answer.split('=');
  if (to === '' || to.includes('.'))
    throw new Error(`--rename ${answer}: say <table>.<column>=<new name>, or <table>=<new name>.`);
  const copy = structuredClone(snapshot);
  const own = findEnum(copy, from);
  if (own) {
    const type = quoted(own);
    renameEnum(copy, own, to);
    return { sql: `ALTER TYPE ${type} RENAME TO "${to}";\n`, snapshot: copy };
  }
  const { table, column } = find(copy, from);
  const place = quoted(table);
  if (column === undefined) {
    renameTable(copy, table, to);
    return { sql: `ALTER TABLE ${place} RENAME TO "${to}";\n`, snapshot: copy };
  }
  renameColumn(copy, table, { column, to });
  return { sql: `ALTER TABLE ${place} RENAME COLUMN "${column}" TO "${to}";\n`, snapshot: copy };
}

/**
 * `people.name` or `people`.
 * @throws when the migrations know no such table or column
 */
export function drop(snapshot: Snapshot, answer: string): Answered {
  const copy = structuredClone(snapshot);
  if (findEnum(copy, answer))
    throw new Error(`--drop ${answer}: an enum goes when no column has it any more: ${TWO_STEPS}`);
  const { table, column } = find(copy, answer);
  const place = quoted(table);
  if (column === undefined) {
    dropTable(copy, table);
    return { sql: `DROP TABLE ${place} CASCADE;\n`, snapshot: copy };
  }
  dropColumn(table, column);
  return { sql: `ALTER TABLE ${place} DROP COLUMN "${column}";\n`, snapshot: copy };
}

function find(snapshot: Snapshot, name: string): { table: SnapshotTable; column?: string } {
  for (const table of Object.values(snapshot.tables)) {
    const own = tableName(table.schema, table.name);
    if (own === name) return { table };
    const column = name.startsWith(`${own}.`) ? name.slice(own.length + 1) : '';
    if (table.columns[column]) return { table, column };
  }
  throw new Error(`The migrations know no table, column or enum ${name}.`);
}

/** A table may be called as an enum is: then the answer is about the table. */
function findEnum({ tables, enums }: Snapshot, name: string): SnapshotEnum | undefined {
  const isTable = Object.values(tables).some(
    (table) => tableName(table.schema, table.name) === name,
  );
  return isTable
    ? undefined
    : Object.values(enums).find((one) => tableName(one.schema, one.name) === name);
}

function quoted({ schema, name }: { schema: string; name: string }): string {
  return schema && schema !== 'public' ? `"${schema}"."${name}"` : `"${name}"`;
}

/** In the order in which they were, since that is the order in a migration. */
function withKey<Value>(
  all: Record<string, Value>,
  from: string,
  to: string,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key === from ? to : key, value]),
  );
}

function renameColumn(
  snapshot: Snapshot,
  table: SnapshotTable,
  { column, to }: { column: string; to: string },
): void {
  const renamed = (name: string) => (name === column ? to : name);
  table.columns = withKey(table.columns, column, to);
  const own = table.columns[to];
  if (own) own.name = to;
  for (const index of Object.values(table.indexes)) {
    for (const part of index.columns) part.expression = renamed(part.expression);
  }
  for (const key of [
    ...Object.values(table.compositePrimaryKeys),
    ...Object.values(table.uniqueConstraints),
  ]) {
    key.columns = key.columns.map(renamed);
  }
  for (const check of Object.values(table.checkConstraints)) {
    check.value = check.value.replaceAll(`"${table.name}"."${column}"`, `"${table.name}"."${to}"`);
  }
  for (const key of Object.values(table.foreignKeys)) {
    key.columnsFrom = key.columnsFrom.map(renamed);
  }
  for (const key of foreignKeysTo(snapshot, table)) key.columnsTo = key.columnsTo.map(renamed);
}

function renameTable(snapshot: Snapshot, table: SnapshotTable, to: string): void {
  for (const key of foreignKeysTo(snapshot, table)) key.tableTo = to;
  for (const key of Object.values(table.foreignKeys)) key.tableFrom = to;
  for (const check of Object.values(table.checkConstraints)) {
    check.value = check.value.replaceAll(`"${table.name}".`, `"${to}".`);
  }
  const schema = table.schema || 'public';
  snapshot.tables = withKey(snapshot.tables, `${schema}.${table.name}`, `${schema}.${to}`);
  table.name = to;
}

function renameEnum(snapshot: Snapshot, own: SnapshotEnum, to: string): void {
  const { schema, name } = own;
  const columns = Object.values(snapshot.tables).flatMap((table) => Object.values(table.columns));
  for (const column of columns) {
    const [, element = '', dimensions = ''] = /^(.*?)((?:\[\d*\])*)$/.exec(column.type) ?? [];
    if (element === name && column.typeSchema === schema) column.type = to + dimensions;
  }
  snapshot.enums = withKey(snapshot.enums, `${schema}.${name}`, `${schema}.${to}`);
  own.name = to;
}

/** With what Postgres drops along with a column: each index and constraint that it is part of. */
function dropColumn(table: SnapshotTable, column: string): void {
  const isAbout = (text: string) => text === column || text.includes(`"${column}"`);
  const others = <Value>(all: Record<string, Value>, goes: (value: Value) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => !goes(value)));
  const { [column]: _, ...columns } = table.columns;
  table.columns = columns;
  table.indexes = others(table.indexes, ({ columns: parts, where = '' }) =>
    [where, ...parts.map(({ expression }) => expression)].some(isAbout),
  );
  table.foreignKeys = others(table.foreignKeys, (key) => key.columnsFrom.includes(column));
  table.compositePrimaryKeys = others(table.compositePrimaryKeys, (key) =>
    key.columns.includes(column),
  );
  table.uniqueConstraints = others(table.uniqueConstraints, (key) => key.columns.includes(column));
  table.checkConstraints = others(table.checkConstraints, ({ value }) => isAbout(value));
}

function dropTable(snapshot: Snapshot, table: SnapshotTable): void {
  for (const other of Object.values(snapshot.tables)) {
    other.foreignKeys = Object.fromEntries(
      Object.entries(other.foreignKeys).filter(([, key]) => !refersTo(key, table)),
    );
  }
  delete snapshot.tables[`${table.schema || 'public'}.${table.name}`];
}

function foreignKeysTo(snapshot: Snapshot, table: SnapshotTable) {
  return Object.values(snapshot.tables)
    .flatMap(({ foreignKeys }) => Object.values(foreignKeys))
    .filter((key) => refersTo(key, table));
}

function refersTo(key: { tableTo: string; schemaTo?: string }, table: SnapshotTable): boolean {
  return key.tableTo === table.name && (key.schemaTo ?? 'public') === (table.schema || 'public');
}
