import { isKeyedByReferences } from '../joins.ts';
import type { ForeignKey, Table } from '../table.ts';
import { codeName, type Rule } from './finding.ts';

/**
 * A foreign key whose columns no index starts with: deleting or updating the referenced row then scans this whole table,
 * and so does every join from that side.
 */
export const foreignKeyWithoutIndex: Rule = (table) =>
  table.foreignKeys
    .filter((foreignKey) => !isIndexed(foreignKey, table))
    .map(({ columns, targetTable }) => ({
      rule: 'foreign-key-without-index',
      severity: 'warning' as const,
      table: table.id,
      columns,
      message: `${codeName(table)}.${columns.join(', ')} refers to ${targetTable} without an index.`,
      fix: `index().on(${columns.map((column) => `table.${column}`).join(', ')})`,
    }));

/** The columns lead an index in any order; a partial index serves too when it only leaves out nulls. */
function isIndexed({ columns }: ForeignKey, table: Table): boolean {
  const leading = [
    table.primaryKey,
    ...table.uniqueKeys.map((key) => key.columns),
    ...table.indexes
      .filter(
        ({ method, partial, where }) =>
          isScan(method) && (!partial || /is not null$/i.test(where ?? '')),
      )
      .map((index) => index.columns),
  ];
  return leading.some((keys) => {
    const start = new Set(keys.slice(0, columns.length));
    return columns.every((column) => start.has(column));
  });
}

const isScan = (method: string) => method === 'btree' || method === 'hash';

/** A table whose rows have no identity: it can be read, and not changed row by row. */
export const noPrimaryKey: Rule = (table) => {
  if (table.kind !== 'table' || table.primaryKey.length > 0) return [];
  const unique = table.uniqueKeys.find(({ columns }) =>
    columns.every((key) => table.columns.find((column) => column.key === key)?.notNull),
  );
  return [
    {
      rule: 'no-primary-key',
      severity: 'error',
      table: table.id,
      columns: [],
      message: `${codeName(table)} has no primary key, so it gets read-only routes.`,
      fix: unique
        ? `primaryKey({ columns: [${unique.columns.map((key) => `table.${key}`).join(', ')}] })`
        : "id: uuid('id').primaryKey().defaultRandom()",
    },
  ];
};

/**
 * `ON DELETE CASCADE` that reaches across aggregates. A table belongs to an aggregate as a part when a single parent
 * cascades into it and nothing hangs below it. The cascade crosses a border when the table it deletes from has children
 * of its own that cascade or refuse (a second level goes, or the delete fails half way), or has another parent that it
 * belongs to just as much (rows vanish from there too). Join tables, whose key is made of foreign keys, are parts of both.
 */
export const cascadeAcrossAggregates: Rule = (table, schema) => {
  if (isKeyedByReferences(table)) return [];
  const cascades = table.foreignKeys.filter(
    ({ onDelete, targetTable }) => onDelete === 'cascade' && targetTable !== table.id,
  );
  const children = schema.tables.filter(
    (other) =>
      other.id !== table.id &&
      !isKeyedByReferences(other) &&
      other.foreignKeys.some(
        ({ source, targetTable }) => source === 'constraint' && targetTable === table.id,
      ),
  );
  const parents = new Set(cascades.map(({ targetTable }) => targetTable));
  if (children.length === 0 && parents.size < 2) return [];
  const why =
    children.length > 0
      ? `which has children of its own (${children.map(codeName).join(', ')})`
      : `which belongs to ${[...parents].join(' and ')} alike`;
  if (cascades.length === 0) return [];
  const columns = cascades.flatMap((foreignKey) => foreignKey.columns);
  return [
    {
      rule: 'cascade-across-aggregates',
      severity: 'warning',
      table: table.id,
      columns,
      message: `Deleting from ${[...parents].join(' or ')} deletes from ${codeName(table)}, ${why}.`,
      fix: `Use { onDelete: 'restrict' } on ${columns.map((key) => `${codeName(table)}.${key}`).join(', ')} and delete on purpose, or keep the rows with a deletedAt.`,
    },
  ];
};
