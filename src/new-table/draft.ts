import { KitError } from '../errors.ts';
import { nearest } from '../ask/flags.ts';
import { splitWords } from '../model/names.ts';
import { isNamed } from '../model/named.ts';
import type { ForeignKey, Index, Schema, Table, UniqueKey } from '../schema/table.ts';
import {
  type DraftColumn,
  idColumn,
  newColumn,
  referenceColumn,
  softDeleteColumn,
  timestampColumns,
} from './columns.ts';
import type { NewReference, NewTable } from './new-table.ts';
import { enumNames, tableNames, type TableNames } from './names.ts';
import { houseStyle, type HouseStyle } from './style.ts';

/** A table that is not written yet, with everything that its file needs. */
export interface Draft {
  names: TableNames;
  style: HouseStyle;
  columns: DraftColumn[];
  enums: { id: string; name: string; values: string[] }[];
  /** Exports of other schema files that the table refers to. */
  imports: string[];
  /** What the schema's reader is going to say of the table. */
  table: Table;
}

/**
 * Works a described table out in the style of the schema's other tables.
 * @throws KitError INVALID_TABLE when two columns would share a name, or a reference can't be made
 */
export function draftTable(wanted: NewTable, schema: Pick<Schema, 'tables' | 'casing'>): Draft {
  const style = houseStyle(schema);
  const names = tableNames(wanted.name, style);
  const id = idColumn(style);
  const references = wanted.references.map((reference) => {
    const target = targetOf(reference, wanted, names, schema.tables);
    return referenceColumn(reference, target ?? { id, names }, style);
  });
  const enums = wanted.columns.flatMap(({ name, type, args }) =>
    type === 'enum' ? [{ ...enumNames(names.one, name), values: args }] : [],
  );
  const columns = [
    id,
    ...references,
    ...wanted.columns.map((column) => newColumn(column, enumNames(names.one, column.name), style)),
    ...(wanted.softDelete ? [softDeleteColumn(style)] : []),
    ...(wanted.timestamps ? timestampColumns(style) : []),
  ];
  refuseTwins(columns);
  const imports = references.flatMap(({ reference }) => reference?.import ?? []);
  const table = describe(names, style, columns, wanted);
  return { names, style, columns, enums, imports: [...new Set(imports)].toSorted(), table };
}

/** The table that a reference leads to; null for the new one itself. */
function targetOf(
  { name, table, optional }: NewReference,
  wanted: NewTable,
  names: TableNames,
  tables: Table[],
): Table | null {
  const found = tables.find((other) => other.id === table) ?? tables.find((t) => isNamed(t, table));
  if (found) return assertReferable(found, name);
  if (![wanted.name, names.exportName, names.name].includes(table)) {
    const known = tables.map((other) => other.name);
    const guess = nearest(table, known);
    throw new KitError(
      'INVALID_TABLE',
      `The reference ${name} leads to "${table}", which is no table of the schema.`,
      guess ? `Did you mean ${guess}?` : `It has: ${known.join(', ')}.`,
    );
  }
  if (optional) return null;
  throw new KitError(
    'INVALID_TABLE',
    `The reference ${name} leads to the table itself, so its first row would have nothing to refer to.`,
    `Let it be missing: --ref ${name}:${table}?`,
  );
}

function assertReferable(table: Table, name: string): Table {
  const reason =
    table.kind === 'table'
      ? table.primaryKey.length === 1
        ? undefined
        : 'has no primary key of one column'
      : 'is a view';
  if (reason === undefined && table.exportName !== null) return table;
  throw new KitError(
    'INVALID_TABLE',
    `The reference ${name} can't lead to ${table.name}: it ${reason ?? 'is not exported'}.`,
    'Write the table into the schema yourself, then add it as a resource by its name.',
  );
}

function refuseTwins(columns: DraftColumn[]): void {
  const taken = new Set<string>();
  for (const { column } of columns) {
    const plain = splitWords(column.key).join('');
    if (taken.has(plain)) {
      throw new KitError(
        'INVALID_TABLE',
        `Two columns of the table would be called ${column.key}.`,
        'Its key, createdAt, updatedAt and deletedAt are added without being named; see --no-timestamps.',
      );
    }
    taken.add(plain);
  }
}

function describe(
  { exportName, name }: TableNames,
  style: HouseStyle,
  columns: DraftColumn[],
  { timestamps }: NewTable,
): Table {
  const id = `${style.schemaName ?? 'public'}.${name}`;
  const [key] = columns;
  return {
    id,
    kind: 'table',
    exportName,
    name,
    schema: style.schemaName,
    prefix: style.prefix,
    columns: columns.map(({ column }) => column),
    primaryKey: key ? [key.column.key] : [],
    foreignKeys: columns.flatMap(({ column, reference }): ForeignKey[] =>
      reference
        ? [
            {
              name: `${name}_${column.name}_${reference.tableName ?? name}_${reference.keyName}_fk`,
              columns: [column.key],
              targetTable: reference.tableId ?? id,
              targetColumns: [reference.key],
              onDelete: reference.onDelete,
              onUpdate: null,
              source: 'constraint',
              relationKey: null,
              reverseRelationKey: null,
            },
          ]
        : [],
    ),
    uniqueKeys: columns
      .filter(({ unique }) => unique)
      .map(({ column }): UniqueKey => ({
        name: `${name}_${column.name}_key`,
        columns: [column.key],
        nullsNotDistinct: false,
      })),
    indexes: indexesOf(name, columns, timestamps),
    checks: [],
  };
}

/** One for each reference, so that what refers to a row is found without reading the table, and one for newest first. */
function indexesOf(table: string, columns: DraftColumn[], timestamps: boolean): Index[] {
  const on = (keys: DraftColumn[], label: string): Index => ({
    name: `${table}_${label}_idx`,
    columns: keys.map(({ column }) => column.key),
    unique: false,
    partial: false,
    method: 'btree',
  });
  const references = columns.filter(({ reference, unique }) => reference && !unique);
  const [id] = columns;
  const created = timestamps ? columns.at(-2) : undefined;
  return [
    ...references.map((column) => on([column], column.column.name)),
    ...(created && id ? [on([created, id], created.column.name)] : []),
  ];
}
