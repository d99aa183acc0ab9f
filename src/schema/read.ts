import { getTableName, type Relations, type Table as DrizzleTable } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { EntryModule, ReadResult } from './read-result.ts';
import { type Collected, collectExports } from './read/collect.ts';
import { readColumn } from './read/columns.ts';
import { type Context, createContext, tableColumns, tableSchema } from './read/context.ts';
import { EntityCollector } from './read/entities.ts';
import { heldTables } from './read/held.ts';
import { readForeignKeys, type Reference } from './read/foreign-keys.ts';
import { readConfig, readKeys, type TableConfig } from './read/keys.ts';
import { bestExportName, sharedPrefix } from './read/names.ts';
import { applyRelations } from './read/relations.ts';
import { readView } from './read/views.ts';
import type { Notice, Schema, Table } from './table.ts';

interface ReadTable {
  source: PgTable;
  config: TableConfig;
  table: Table;
  references: Reference[];
}

/**
 * Describes the drizzle objects that modules export, as plain data: tables (with those that only a foreign key reaches),
 * views, enums, schemas, roles, and the SQL that their migrations will run. Never throws for what a schema contains: what
 * does not resolve becomes a notice.
 */
export function readSchema(modules: EntryModule[], casing: Schema['casing']): ReadResult {
  const notices: Notice[] = [];
  const context = createContext(casing, notices);
  const collected = collectExports(modules);
  const read = readTables(collected, context);
  const entities = new EntityCollector(collected, context);
  for (const one of read) entities.addTable(one.source, one.config, one.table);
  const views = readViews(collected, entities, context);
  const tables = [...read.map(({ table }) => table), ...views];
  applyRelations(
    [...collected.relations.keys()] as Relations[],
    new Map(tables.map((table) => [table.id, table])),
    context,
  );
  const prefix = sharedPrefix(read.filter(({ table }) => table.exportName !== null));
  for (const { table } of read) if (table.name.startsWith(prefix)) table.prefix = prefix;
  return {
    tables,
    ...entities.result(),
    unnamedColumns: countUnnamed(read),
    held: heldTables(modules, collected),
    otherDialects: collected.otherDialects,
    broken: collected.broken,
    notices,
  };
}

/** Exported tables first, then those that foreign keys lead to, until there is nothing new. */
function readTables({ tables }: Collected, context: Context): ReadTable[] {
  const byId = new Map<string, ReadTable>();
  const queue: [PgTable, string[]][] = [...tables].map(([table, places]) => [
    table,
    places.map(({ key }) => key),
  ]);
  for (const [table, names] of queue) {
    const id = context.tableId(table);
    const earlier = byId.get(id);
    if (earlier) {
      noticeTwin(earlier, table, names, context);
      continue;
    }
    const one = readTable(table, names, context);
    byId.set(id, one);
    for (const { target } of one.references) {
      if (!byId.has(context.tableId(target))) queue.push([target as PgTable, []]);
    }
  }
  return [...byId.values()];
}

/** Two objects for one table: the first stays. A table that a foreign key reaches first is never exported, so nothing is lost. */
function noticeTwin(
  { source, table }: ReadTable,
  twin: PgTable,
  names: string[],
  context: Context,
) {
  if (source === twin || names.length === 0) return;
  context.notice(
    table.id,
    `It is defined twice, as ${table.exportName} and as ${names.join(', ')}; the first definition is used.`,
  );
}

function readTable(source: PgTable, names: string[], context: Context): ReadTable {
  const config = readConfig(source, context);
  const references = readForeignKeys(source, config.foreignKeys, context);
  const name = getTableName(source as DrizzleTable);
  const table: Table = {
    id: context.tableId(source),
    kind: 'table',
    exportName: bestExportName(names, name),
    name,
    schema: tableSchema(source),
    prefix: '',
    columns: Object.entries(tableColumns(source)).map(([key, column]) =>
      readColumn(key, column, context),
    ),
    foreignKeys: references.map(({ foreignKey }) => foreignKey),
    ...readKeys(source, config, context),
  };
  for (const column of table.columns) {
    if (!table.primaryKey.includes(column.key) || column.notNull) continue;
    column.notNull = true;
    column.typedNullable = true;
  }
  return { source, config, table, references };
}

/** Views that migrations create. One marked `.existing()` would be missing from a fresh database, so it is left out. */
function readViews({ views }: Collected, entities: EntityCollector, context: Context): Table[] {
  return [...views].flatMap(([view, places]) => {
    const read = readView(view, null, context);
    read.table.exportName = bestExportName(
      places.map(({ key }) => key),
      read.table.name,
    );
    entities.addSql(read.table.id, read.sql);
    entities.addSchema(read.table.schema);
    entities.addView(read.table, places, read.existing);
    if (!read.existing) return [read.table];
    context.notice(
      read.table.id,
      'The view is marked .existing(), so no migration creates it; it was left out.',
    );
    return [];
  });
}

const countUnnamed = (read: ReadTable[]) =>
  read
    .filter(({ table }) => table.exportName !== null)
    .flatMap(({ source }) => Object.values(tableColumns(source)))
    .filter((column) => (column as { keyAsName?: boolean }).keyAsName).length;
