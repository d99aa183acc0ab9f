import { member, quote } from '../code.ts';
import { splitWords } from '../model/names.ts';
import type { Column, Table } from '../schema/table.ts';
import { defaultOf } from './defaults.ts';
import { idType, keyType } from './key-types.ts';
import { type ColumnNames, columnNames, referenceWords, type TableNames } from './names.ts';
import type { NewColumn, NewReference } from './new-table.ts';
import type { HouseStyle } from './style.ts';
import { columnTypes } from './types.ts';

/** A column as the schema's reader will see it, and as it is written. */
export interface DraftColumn {
  column: Column;
  /** `varchar('number', { length: 24 }).notNull()` */
  code: string;
  /** What the code calls of drizzle-orm/pg-core; '' for an enum of the file itself. */
  builder: string;
  unique: boolean;
  reference?: DraftReference;
}

export interface DraftReference {
  /** The export to import; absent for the table itself. */
  import?: string;
  tableId?: string;
  tableName?: string;
  /** The referenced column, by its key and its name in the database. */
  key: string;
  keyName: string;
  onDelete: string | null;
}

/** The table's key, made as the others make theirs. */
export function idColumn(style: HouseStyle): DraftColumn {
  const { key, name, like } = style.id;
  const { builder, options, chain, facts } = idType(like);
  const column = { ...blank({ key, name }), ...facts, notNull: true };
  const call = builderCall(builder, style, column, options);
  return { column, code: `${call}.primaryKey()${chain}`, builder, unique: false };
}

/** A column as a person described it. */
export function newColumn(
  given: NewColumn,
  enumType: { id: string; name: string },
  style: HouseStyle,
): DraftColumn {
  const { type, args, array, optional, unique } = given;
  const spec = columnTypes[type];
  const names = columnNames(splitWords(given.name), style);
  const facts = spec.facts(args, style);
  const value = given.default === null ? undefined : defaultOf(given).code;
  const column: Column = {
    ...blank(names),
    ...facts,
    ...(type === 'enum' ? { sqlType: enumType.name } : {}),
    arrayDimensions: array ? 1 : 0,
    notNull: !optional,
    default: value === undefined ? 'none' : 'sql',
    ...(value && isConstant(value) && { constantDefault: true, ...plainDefault(given, value) }),
  };
  const call = builderCall(spec.builder || enumType.id, style, column, spec.options(args, style));
  const code = `${call}${array ? '.array()' : ''}${optional ? '' : '.notNull()'}${value ?? ''}`;
  return { column, code, builder: spec.builder, unique };
}

/** The value that the schema's reader finds in the call: of JSON, none. */
function plainDefault(given: NewColumn, call: string): Pick<Column, 'defaultValue'> {
  const [, literal] = /^\.default\((?:sql`)?(-?[\d.e+-]+|true|false)`?\)$/.exec(call) ?? [];
  if (literal !== undefined) return { defaultValue: JSON.parse(literal) as number | boolean };
  return given.default !== null && /^\.default\(['"]/.test(call)
    ? { defaultValue: given.default }
    : {};
}

const isConstant = (call: string) => call.startsWith('.default(');

/** The column that holds the key of another row: its type is that of the key. */
export function referenceColumn(
  { name, optional, unique, onDelete }: NewReference,
  target: Table | { id: DraftColumn; names: TableNames },
  style: HouseStyle,
): DraftColumn {
  const isOther = 'columns' in target;
  const key = isOther
    ? target.columns.find((c) => c.key === target.primaryKey[0])
    : target.id.column;
  if (!key) throw new Error('a table that can be referred to has a key');
  const names = columnNames(referenceWords(name, key.key), style);
  const { builder, options, facts } = keyType(key);
  const column: Column = { ...blank(names), ...facts, notNull: !optional };
  const exportName = isOther ? (target.exportName ?? '') : target.names.exportName;
  const action = onDelete === 'no-action' ? null : onDelete.replace('-', ' ');
  const behind = action === null ? '' : `, { onDelete: ${quote(action)} }`;
  const type = isOther ? '' : ': AnyPgColumn';
  const call = builderCall(builder, style, column, options);
  const code = `${call}${optional ? '' : '.notNull()'}.references(()${type} => ${member(exportName, key.key)}${behind})`;
  return {
    column,
    code,
    builder,
    unique,
    reference: {
      ...(isOther && { import: exportName, tableId: target.id, tableName: target.name }),
      key: key.key,
      keyName: key.name,
      onDelete: action,
    },
  };
}

/** `createdAt` and `updatedAt`, which the service maintains. */
export function timestampColumns(style: HouseStyle): DraftColumn[] {
  const created = timestampColumn(['created', 'at'], style);
  const updated = timestampColumn(['updated', 'at'], style);
  const now = style.timestampMode === 'string' ? 'new Date().toISOString()' : 'new Date()';
  const maintained = { notNull: true, default: 'sql' } as const;
  return [
    {
      ...created,
      column: { ...created.column, ...maintained },
      code: `${created.code}.notNull().defaultNow()`,
    },
    {
      ...updated,
      column: { ...updated.column, ...maintained, onUpdate: true },
      code: `${updated.code}.notNull().defaultNow().$onUpdate(() => ${now})`,
    },
  ];
}

/** `deletedAt`: set where a row counts as deleted. */
export function softDeleteColumn(style: HouseStyle): DraftColumn {
  return timestampColumn(['deleted', 'at'], style);
}

function timestampColumn(words: string[], style: HouseStyle): DraftColumn {
  const { builder, options, facts } = columnTypes.timestamp;
  const column = { ...blank(columnNames(words, style)), ...facts([], style) };
  const code = builderCall(builder, style, column, options([], style));
  return { column, code, builder, unique: false };
}

/** The name comes first, but for where `casing` makes it. */
function builderCall(
  builder: string,
  { columnNames: explicit }: HouseStyle,
  { name }: ColumnNames,
  options: string,
): string {
  const parts = [...(explicit === null ? [] : [quote(name)]), ...(options ? [options] : [])];
  return `${builder}(${parts.join(', ')})`;
}

function blank({ key, name }: ColumnNames): Column {
  return {
    key,
    name,
    kind: 'text',
    jsType: 'string',
    sqlType: 'text',
    arrayDimensions: 0,
    notNull: false,
    default: 'none',
    generatedAlways: false,
    onUpdate: false,
    enumValues: null,
    length: null,
    precision: null,
    scale: null,
    withTimezone: false,
  };
}
