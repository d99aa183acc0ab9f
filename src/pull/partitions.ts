import { type Catalog, tableKey } from './catalog.ts';
import type { Snapshot, SnapshotTable } from './snapshot.ts';

/**
 * Leaves partitions out and puts the table that they belong to in their place, which drizzle-kit does not see. It takes
 * its columns and keys from its first partition; to the service it is a table like any other.
 */
export function withoutPartitions(snapshot: Snapshot, { partitions }: Catalog): Snapshot {
  const tables: Record<string, SnapshotTable> = {};
  for (const [id, table] of Object.entries(snapshot.tables)) {
    const root = partitions.get(tableKey(table.schema, table.name));
    if (!root) {
      tables[id] = table;
      continue;
    }
    const rootId = `${root.schema}.${root.name}`;
    const schema = root.schema === 'public' ? '' : root.schema;
    tables[rootId] ??= { ...table, name: root.name, schema };
  }
  return { ...snapshot, tables };
}
