import { type Column as DrizzleColumn, getTableName, is, Table as DrizzleTable } from 'drizzle-orm';
import type { ForeignKey } from '../table.ts';
import { columnKeys, type Context } from './context.ts';
import type { TableConfig } from './keys.ts';

type Constraint = TableConfig['foreignKeys'][number];

/** A foreign key with the table object that it points at, which may be exported nowhere. */
export interface Reference {
  foreignKey: ForeignKey;
  target: DrizzleTable;
}

/** The constraints of a table, each once; one that leads nowhere becomes a notice. */
export function readForeignKeys(
  table: DrizzleTable,
  constraints: Constraint[],
  context: Context,
): Reference[] {
  const references = constraints.flatMap((constraint) => {
    try {
      return [readConstraint(table, constraint, context)];
    } catch (error) {
      context.notice(
        context.tableId(table),
        `A foreign key points at a table that is not there (${(error as Error).message}); it was left out. Circular imports between schema files cause this.`,
      );
      return [];
    }
  });
  const leading = references.filter(
    ({ foreignKey }) => !isCircle(foreignKey, context.tableId(table)),
  );
  if (leading.length < references.length) {
    context.notice(
      context.tableId(table),
      'A foreign key leads from a column to itself, which every row keeps; it was left out. drizzle-kit pull writes that for a reference to a table that it was not shown, such as auth.users.',
    );
  }
  return uniqueReferences(leading);
}

function isCircle({ columns, targetTable, targetColumns }: ForeignKey, table: string): boolean {
  return targetTable === table && columns.join() === targetColumns.join();
}

function readConstraint(table: DrizzleTable, constraint: Constraint, context: Context): Reference {
  const { name, columns, foreignColumns, foreignTable } = constraint.reference();
  if (!is(foreignTable, DrizzleTable)) throw new Error('its target is not a table');
  return {
    target: foreignTable,
    foreignKey: {
      name: name ?? constraintName(table, columns, foreignTable, foreignColumns, context),
      columns: columnKeys(table, columns),
      targetTable: context.tableId(foreignTable),
      targetColumns: columnKeys(foreignTable, foreignColumns),
      onDelete: action(constraint.onDelete),
      onUpdate: action(constraint.onUpdate),
      source: 'constraint',
      relationKey: null,
      reverseRelationKey: null,
    },
  };
}

/** As drizzle-kit names it; `casing` goes through the names of both sides. */
function constraintName(
  table: DrizzleTable,
  columns: DrizzleColumn[],
  target: DrizzleTable,
  targetColumns: DrizzleColumn[],
  { columnName }: Context,
): string {
  const from = columns.map(columnName);
  const to = targetColumns.map(columnName);
  return [getTableName(table), ...from, getTableName(target), ...to, 'fk'].join('_');
}

const action = (value: string | undefined) => (value && value !== 'no action' ? value : null);

/** `.references()` and `foreignKey()` may both say the same. */
function uniqueReferences(references: Reference[]): Reference[] {
  const byColumns = new Map(
    references.toReversed().map((reference) => [linkId(reference.foreignKey), reference]),
  );
  return [...byColumns.values()].toReversed();
}

/** Equal for two foreign keys that link the same columns. */
export const linkId = ({ columns, targetTable, targetColumns }: ForeignKey) =>
  JSON.stringify([columns, targetTable, targetColumns]);
