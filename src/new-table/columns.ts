import { type Code, code, imported, member, plainCode, quote } from '../code.ts';
import { splitWords } from '../words.ts';
import { defaultOf } from './defaults.ts';
import { type Builder, keyBuilder, type KeyType, madeKey } from './key-types.ts';
import { type ColumnNames, columnNames, referenceWords } from './names.ts';
import type { NewColumn, NewReference } from './new-table.ts';
import type { HouseStyle } from './style.ts';
import { columnTypes } from './types.ts';

/** A column as it is written. */
export interface ColumnDraft extends ColumnNames {
  /** `varchar('number', { length: 24 }).notNull()`, which imports from drizzle-orm and its pg-core. */
  code: Code;
  unique: boolean;
  reference?: ReferredKey;
}

/** The table's key, and what of it decides about columns that refer to it. */
export interface KeyDraft extends ColumnDraft {
  type: KeyType;
}

/** The table's key, made as the others make theirs. */
export function idColumn(style: HouseStyle): KeyDraft {
  const { key, name, like } = style.id;
  const { chain, type, ...builder } = madeKey(like);
  const call = builderCall(builder, style, name);
  return { key, name, code: code`${call}.primaryKey()${chain}`, unique: false, type };
}

/**
 * A column as a person described it.
 *
 * @param enumId the constant of its enum, where it is of one
 */
export function newColumn(given: NewColumn, enumId: string, style: HouseStyle): ColumnDraft {
  const { type, args, array, optional, unique } = given;
  const spec = columnTypes[type];
  const names = columnNames(splitWords(given.name), style);
  const builder = spec.builder === '' ? plainCode(enumId) : imported(spec.builder);
  const call = builderCall({ builder, options: spec.options(args, style) }, style, names.name);
  const value = given.default === null ? undefined : defaultOf(given).call;
  const chain = `${array ? '.array()' : ''}${optional ? '' : '.notNull()'}`;
  return { ...names, code: code`${call}${chain}${value ?? ''}`, unique };
}

/** The key that a reference leads to. */
export interface ReferredKey {
  /** What exports its table. */
  exportName: string;
  key: string;
  type: KeyType;
  /** It is of the new table itself. */
  isSelf: boolean;
}

/** The column that holds the key of another row: its type is that of the key. */
export function referenceColumn(
  { name, optional, unique, onDelete }: NewReference,
  target: ReferredKey,
  style: HouseStyle,
): ColumnDraft {
  const { exportName, key, type, isSelf } = target;
  const names = columnNames(referenceWords(name, key), style);
  const call = builderCall(keyBuilder(type), style, names.name);
  const returns: Code | string = isSelf
    ? { text: ': AnyPgColumn', imports: ['type AnyPgColumn'] }
    : '';
  const place = member(exportName, key);
  const behind =
    onDelete === 'no-action' ? '' : `, { onDelete: ${quote(onDelete.replace('-', ' '))} }`;
  return {
    ...names,
    code: code`${call}${optional ? '' : '.notNull()'}.references(()${returns} => ${place}${behind})`,
    unique,
    reference: target,
  };
}

/** `createdAt` and `updatedAt`, which the service maintains. */
export function timestampColumns(style: HouseStyle): {
  created: ColumnDraft;
  updated: ColumnDraft;
} {
  const created = timestampColumn(['created', 'at'], style);
  const updated = timestampColumn(['updated', 'at'], style);
  const now = style.timestampMode === 'string' ? 'new Date().toISOString()' : 'new Date()';
  return {
    created: { ...created, code: code`${created.code}.notNull().defaultNow()` },
    updated: {
      ...updated,
      code: code`${updated.code}.notNull().defaultNow().$onUpdate(() => ${now})`,
    },
  };
}

/** `deletedAt`: set where a row counts as deleted. */
export function softDeleteColumn(style: HouseStyle): ColumnDraft {
  return timestampColumn(['deleted', 'at'], style);
}

function timestampColumn(words: string[], style: HouseStyle): ColumnDraft {
  const { builder, options } = columnTypes.timestamp;
  const names = columnNames(words, style);
  const made = { builder: imported(builder), options: options([], style) };
  return { ...names, code: builderCall(made, style, names.name), unique: false };
}

/** The name comes first, but for where `casing` makes it. */
function builderCall(
  { builder, options }: Builder,
  { columnNames: explicit }: HouseStyle,
  name: string,
): Code {
  const parts = [...(explicit === null ? [] : [quote(name)]), ...(options ? [options] : [])];
  return code`${builder}(${parts.join(', ')})`;
}
