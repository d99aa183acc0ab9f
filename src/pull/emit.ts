import type { Catalog } from './catalog.ts';
import { tableColumn, viewColumn } from './columns.ts';
import { extras } from './extras.ts';
import { quote } from '../code.ts';
import { objectKeys, sqlTemplate } from './identifiers.ts';
import { builders, isDefault, Module } from './module.ts';
import type { Snapshot, SnapshotSequence, SnapshotTable, SnapshotView } from './snapshot.ts';

/**
 * Writes a snapshot as a Drizzle schema. drizzle-kit writes one itself, but that does not compile for a database with a
 * domain, an extension's type, a default with a quote, an empty string or an array in it, or a table called `class`.
 */
export function schemaModule(snapshot: Snapshot, catalog: Catalog): string {
  const module = new Module(snapshot);
  const keys = new Map(module.tables.map((table) => [table, columnKeys(table)]));
  const tables = module.tables.map((table) => tableText(module, catalog, table, keys));
  const views = Object.values(snapshot.views).map((view) => viewText(module, catalog, view));
  const definitions = [
    ...Object.keys(snapshot.schemas).map(
      (name) => `export const ${module.schema(name)} = pgSchema(${quote(name)});`,
    ),
    ...Object.values(snapshot.enums).map(({ schema, name, values }) => {
      const call = module.factory(schema, 'pgEnum', 'enum');
      const list = values.map(quote).join(', ');
      return `export const ${module.enumeration(schema, name)} = ${call}(${quote(name)}, [${list}]);`;
    }),
    ...module.customTypes(),
    ...Object.values(snapshot.sequences).map((sequence) => sequenceText(module, sequence)),
    ...tables,
    ...views,
  ];
  const body = definitions.join('\n\n');
  return `${importsOf(body)}\n\n${body}\n`;
}

function importsOf(body: string): string {
  const used = builders.filter((name) => name !== 'AnyPgColumn' && calls(body, name));
  const types = body.includes(': AnyPgColumn') ? ['type AnyPgColumn'] : [];
  const lines = [`import { ${[...types, ...used].join(', ')} } from 'drizzle-orm/pg-core';`];
  if (body.includes('sql`')) lines.unshift("import { sql } from 'drizzle-orm';");
  return lines.join('\n');
}

function calls(body: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name}[(<]`).test(body);
}

/** The keys of a table's columns, by their names in the database. */
function columnKeys({ columns }: SnapshotTable | SnapshotView): Map<string, string> {
  return objectKeys(Object.values(columns).map(({ name }) => name));
}

function tableText(
  module: Module,
  catalog: Catalog,
  table: SnapshotTable,
  allKeys: Map<SnapshotTable, Map<string, string>>,
): string {
  const keys = allKeys.get(table) ?? new Map<string, string>();
  const keysOf = (schema: string, name: string) =>
    [...allKeys].find(([t]) => t.name === name && sameSchema(t.schema, schema))?.[1];
  const lines = Object.values(table.columns).map((column) => {
    const foreignKey = Object.values(table.foreignKeys).find(
      ({ columnsFrom }) => columnsFrom.length === 1 && columnsFrom[0] === column.name,
    );
    const targetKey =
      foreignKey &&
      keysOf(foreignKey.schemaTo ?? '', foreignKey.tableTo)?.get(foreignKey.columnsTo[0] ?? '');
    const reference = foreignKey && targetKey ? { foreignKey, targetKey } : undefined;
    return tableColumn(module, catalog, table, keys, column, reference);
  });
  const more = extras({ module, table, keys, keysOf });
  const call = module.factory(table.schema, 'pgTable', 'table');
  const third = more.length > 0 ? `, (table) => [${more.join(', ')}]` : '';
  const rls = table.isRLSEnabled ? '.enableRLS()' : '';
  return `export const ${module.relation(table)} = ${call}(${quote(table.name)}, {\n${lines.join(',\n')},\n}${third})${rls};`;
}

function viewText(module: Module, catalog: Catalog, view: SnapshotView): string {
  const keys = columnKeys(view);
  const columns = Object.values(view.columns).map((column) =>
    viewColumn(module, catalog, view, keys.get(column.name) ?? column.name, column),
  );
  const [plain, ofSchema] = view.materialized
    ? ['pgMaterializedView', 'materializedView']
    : ['pgView', 'view'];
  const call = module.factory(view.schema, plain, ofSchema);
  const definition = sqlTemplate(view.definition ?? '');
  return `export const ${module.relation(view)} = ${call}(${quote(view.name)}, { ${columns.join(', ')} }).as(${definition});`;
}

function sequenceText(module: Module, sequence: SnapshotSequence): string {
  const { schema, name, cycle } = sequence;
  const numbers = ['startWith', 'increment', 'minValue', 'maxValue', 'cache'] as const;
  const options = numbers.flatMap((key) => {
    const value = sequence[key];
    return value === undefined ? [] : [`${key}: ${quote(value)}`];
  });
  const call = module.factory(schema, 'pgSequence', 'sequence');
  const all = [...options, `cycle: ${cycle === true}`].join(', ');
  return `export const ${module.sequence(schema, name)} = ${call}(${quote(name)}, { ${all} });`;
}

function sameSchema(a: string, b: string): boolean {
  return a === b || (isDefault(a) && isDefault(b));
}
