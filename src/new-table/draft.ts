import { KitError } from '../errors.ts';
import { nearest } from '../ask/flags.ts';
import { splitWords } from '../words.ts';
import { findTable } from '../model/named.ts';
import type { Schema, Table } from '../schema/table.ts';
import {
  type ColumnDraft,
  idColumn,
  newColumn,
  referenceColumn,
  type ReferredKey,
  softDeleteColumn,
  timestampColumns,
} from './columns.ts';
import type { NewReference, NewTable } from './new-table.ts';
import { enumNames, tableNames, type TableNames } from './names.ts';
import { houseStyle, type HouseStyle } from './style.ts';

/** A table that is not written yet, with everything that its file needs. */
export interface TableDraft {
  names: TableNames;
  style: HouseStyle;
  columns: ColumnDraft[];
  enums: { id: string; name: string; values: string[] }[];
  uniqueKeys: DraftKey[];
  indexes: DraftKey[];
  /** Exports of other schema files that the table refers to. */
  imports: string[];
}

/** A constraint or an index, by the keys of its columns. */
export interface DraftKey {
  name: string;
  columns: string[];
}

/**
 * Works a described table out in the style of the schema's other tables.
 * @throws KitError INVALID_TABLE when two columns would share a name, or a reference can't be made
 */
export function draftTable(
  wanted: NewTable,
  schema: Pick<Schema, 'tables' | 'casing'>,
): TableDraft {
  const style = houseStyle(schema);
  const names = tableNames(wanted.name, style);
  const id = idColumn(style);
  const own = { exportName: names.exportName, key: id.key, type: id.type, isSelf: true };
  const ownNames = [wanted.name, names.exportName, names.name];
  const references = wanted.references.map((reference) =>
    referenceColumn(reference, referredKey(reference, own, ownNames, schema.tables), style),
  );
  const enums = wanted.columns.flatMap(({ name, type, args }) =>
    type === 'enum' ? [{ ...enumNames(names.one, name), values: args }] : [],
  );
  const times = wanted.timestamps ? timestampColumns(style) : undefined;
  const columns = [
    id,
    ...references,
    ...wanted.columns.map((c) => newColumn(c, enumNames(names.one, c.name).id, style)),
    ...(wanted.softDelete ? [softDeleteColumn(style)] : []),
    ...(times ? [times.created, times.updated] : []),
  ];
  refuseTwins(columns);
  const others = references.flatMap(({ reference }) =>
    reference && !reference.isSelf ? [reference.exportName] : [],
  );
  return {
    names,
    style,
    columns,
    enums,
    uniqueKeys: columns
      .filter(({ unique }) => unique)
      .map(({ key, name }) => ({ name: `${names.name}_${name}_key`, columns: [key] })),
    indexes: indexesOf(names.name, references, times ? [times.created, id] : []),
    imports: [...new Set(others)].toSorted(),
  };
}

/** One for each reference, so that what refers to a row is found without reading the table, and one for newest first. */
function indexesOf(table: string, references: ColumnDraft[], newest: ColumnDraft[]): DraftKey[] {
  const plain = references.filter(({ unique }) => !unique).map((one) => [one]);
  return [...plain, ...(newest.length > 0 ? [newest] : [])].map((columns) => ({
    name: `${table}_${columns[0]?.name}_idx`,
    columns: columns.map(({ key }) => key),
  }));
}

/** The key that a reference leads to, of the new table itself where it names that one. */
function referredKey(
  { name, table, optional }: NewReference,
  own: ReferredKey,
  ownNames: string[],
  tables: Table[],
): ReferredKey {
  const found = findTable(tables, table);
  if (found) return keyOf(found, name);
  if (!ownNames.includes(table)) {
    const known = tables.map((other) => other.name);
    const guess = nearest(table, known);
    throw new KitError(
      'INVALID_TABLE',
      `The reference ${name} leads to "${table}", which is no table of the schema.`,
      guess ? `Did you mean ${guess}?` : `It has: ${known.join(', ')}.`,
    );
  }
  if (optional) return own;
  throw new KitError(
    'INVALID_TABLE',
    `The reference ${name} leads to the table itself, so its first row would have nothing to refer to.`,
    `Let it be missing: --ref ${name}:${table}?`,
  );
}

function keyOf(table: Table, name: string): ReferredKey {
  const { kind, exportName, primaryKey, columns } = table;
  const [key] = primaryKey.length === 1 ? columns.filter((c) => c.key === primaryKey[0]) : [];
  if (kind === 'table' && key && exportName !== null) {
    return { exportName, key: key.key, type: key, isSelf: false };
  }
  const lacks = key ? 'is not exported' : 'has no primary key of one column';
  throw new KitError(
    'INVALID_TABLE',
    `The reference ${name} can't lead to ${table.name}: it ${kind === 'table' ? lacks : 'is a view'}.`,
    'Write the table into the schema yourself, then add it as a resource by its name.',
  );
}

function refuseTwins(columns: ColumnDraft[]): void {
  const taken = new Set<string>();
  for (const { key } of columns) {
    const plain = splitWords(key).join('');
    if (taken.has(plain)) {
      throw new KitError(
        'INVALID_TABLE',
        `Two columns of the table would be called ${key}.`,
        'Its key, createdAt, updatedAt and deletedAt are added without being named; see --no-timestamps.',
      );
    }
    taken.add(plain);
  }
}
