import type { ColumnModel } from './columns.ts';
import { member } from './names.ts';
import type { TableModel } from './service.ts';

/** The column of a key that is known to be one of the table's. */
export function column(resource: TableModel, key: string): ColumnModel {
  return resource.columns.find((c) => c.key === key) as ColumnModel;
}

/** The condition that leaves deleted rows out; null where rows are really deleted. */
export function liveCondition({ softDelete, reference }: TableModel): string | null {
  if (!softDelete) return null;
  const place = member(reference.id, softDelete.key);
  return softDelete.kind === 'boolean' ? `eq(${place}, false)` : `isNull(${place})`;
}
