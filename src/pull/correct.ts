import { type Catalog, memberKey, tableKey } from './catalog.ts';
import type { Snapshot, SnapshotTable } from './snapshot.ts';

/** A snapshot with what drizzle-kit gets wrong put right by the catalog. Pure. */
export function corrected(snapshot: Snapshot, catalog: Catalog): Snapshot {
  return withoutIdentities(withoutPartitions(withKeys(snapshot, catalog), catalog), catalog);
}

/** Leaves out what identity columns make for themselves, where drizzle-kit does not know it for that by its name. */
function withoutIdentities(snapshot: Snapshot, { identitySequences }: Catalog): Snapshot {
  const sequences = Object.entries(snapshot.sequences).filter(
    ([, { schema, name }]) => !identitySequences.has(tableKey(schema, name)),
  );
  return { ...snapshot, sequences: Object.fromEntries(sequences) };
}

/**
 * Leaves partitions out and puts the table that they belong to in their place, which drizzle-kit does not see. It takes
 * its columns and keys from its first partition; to the service it is a table like any other.
 */
function withoutPartitions(snapshot: Snapshot, { partitions }: Catalog): Snapshot {
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

/** Puts the columns of keys and indexes into their order and says how each is treated; drizzle-kit mixes both up. */
function withKeys(snapshot: Snapshot, { keys, indexes }: Catalog): Snapshot {
  const tables = Object.entries(snapshot.tables).map(([id, table]): [string, SnapshotTable] => {
    const memberOf = (name: string): string => memberKey(table.schema, table.name, name);
    const withKey = <T extends Key>(key: T): T => {
      const { columns, nullsNotDistinct } = keys.get(memberOf(key.name)) ?? key;
      return { ...key, columns, nullsNotDistinct };
    };
    return [
      id,
      {
        ...table,
        compositePrimaryKeys: mapValues(table.compositePrimaryKeys, withKey),
        uniqueConstraints: mapValues(table.uniqueConstraints, withKey),
        indexes: mapValues(table.indexes, (index) => ({
          ...index,
          columns: indexes.get(memberOf(index.name)) ?? index.columns,
        })),
      },
    ];
  });
  return { ...snapshot, tables: Object.fromEntries(tables) };
}

interface Key {
  name: string;
  columns: string[];
  nullsNotDistinct?: boolean;
}

function mapValues<T>(values: Record<string, T>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
