import type { Snapshot, SnapshotTable } from '../scripts/migrations/files';

/** A table of which drizzle-kit has nothing to say but its name and columns. */
export const nothing = {
  schema: '',
  indexes: {},
  foreignKeys: {},
  compositePrimaryKeys: {},
  uniqueConstraints: {},
  checkConstraints: {},
};

/** What drizzle-kit keeps of a schema with these tables. */
export function snapshotOf(...tables: Partial<SnapshotTable>[]): Snapshot {
  const named = tables.map((table): [string, SnapshotTable] => [
    `${table.schema ?? 'public'}.${table.name}`,
    Object.assign({}, nothing, { columns: {}, name: '' }, table),
  ]);
  return { id: '1', prevId: '0', tables: Object.fromEntries(named), enums: {} };
}

/** Columns by their names, that may be empty. */
export function columnsOf(types: Record<string, string>): SnapshotTable['columns'] {
  const columns = Object.entries(types).map(([name, type]) => [
    name,
    { name, type, notNull: false },
  ]);
  return Object.fromEntries(columns);
}
