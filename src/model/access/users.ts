import type { TableModel } from '../service.ts';

/** Whether the rows of a table are people themselves: each is its own owner, and refers to nobody by its key. */
export function isUsersTable({ access, table }: TableModel): boolean {
  const rows = access?.rows;
  return (
    rows?.by === 'owner' &&
    table.primaryKey.length === 1 &&
    table.primaryKey[0] === rows.column &&
    !table.foreignKeys.some(({ columns }) => columns.includes(rows.column))
  );
}
