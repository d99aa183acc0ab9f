import type { ColumnModel } from './columns.ts';
import { type Code, code, imported, member } from '../code.ts';
import type { TableModel } from './service.ts';

/** The column of a key that is known to be one of the table's. */
export function column(resource: TableModel, key: string): ColumnModel {
  return resource.columns.find((c) => c.key === key) as ColumnModel;
}

/** The condition that leaves deleted rows out, with what it imports from drizzle-orm; null where rows are really deleted. */
export function liveCondition({ softDelete, reference }: TableModel): Code | null {
  if (!softDelete) return null;
  const place = member(reference.id, softDelete.key);
  // Not `= false`, whose value drizzle binds: an index of the live rows alone serves what Postgres sees to be its own condition.
  return softDelete.kind === 'boolean'
    ? code`${imported('not')}(${place})`
    : code`${imported('isNull')}(${place})`;
}

/** What marks a row as deleted; '' where rows are really deleted. */
export function deletedMark(softDelete: ColumnModel | null): { property: string; mark: string } {
  if (!softDelete) return { property: '', mark: '' };
  const mark = softDelete.kind === 'boolean' ? 'true' : nowFor(softDelete);
  return { property: softDelete.property, mark };
}

/** `deletedAt: new Date()`: the values of a row that is deleted. */
export function deletedValues({ softDelete }: TableModel): string {
  const { property, mark } = deletedMark(softDelete);
  return `${property}: ${mark}`;
}

/** The current time as the column takes it. */
export function nowFor({ jsType }: ColumnModel): string {
  return jsType === 'Date' ? 'new Date()' : 'new Date().toISOString()';
}
