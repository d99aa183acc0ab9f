/** What `drizzle-kit pull` writes to `meta/0000_snapshot.json`, as far as it is read here. Version 7. */
export interface Snapshot {
  tables: Record<string, SnapshotTable>;
  enums: Record<string, { name: string; schema: string; values: string[] }>;
  schemas: Record<string, string>;
  sequences: Record<string, SnapshotSequence>;
  views: Record<string, SnapshotView>;
}

export interface SnapshotTable {
  name: string;
  /** '' for `public`. */
  schema: string;
  columns: Record<string, SnapshotColumn>;
  indexes: Record<string, SnapshotIndex>;
  foreignKeys: Record<string, SnapshotForeignKey>;
  compositePrimaryKeys: Record<string, { name: string; columns: string[] }>;
  uniqueConstraints: Record<string, { name: string; columns: string[]; nullsNotDistinct: boolean }>;
  checkConstraints: Record<string, { name: string; value: string }>;
  policies: Record<string, SnapshotPolicy>;
  isRLSEnabled: boolean;
}

export interface SnapshotColumn {
  name: string;
  type: string;
  /** Set for enums only. */
  typeSchema?: string;
  primaryKey: boolean;
  notNull: boolean;
  generated?: { as: string };
  identity?: { type: 'always' | 'byDefault' };
}

export interface SnapshotIndex {
  name: string;
  columns: {
    expression: string;
    isExpression: boolean;
    asc: boolean;
    nulls?: string;
    /** '' for the one that the type has anyway. */
    opclass?: string;
  }[];
  isUnique: boolean;
  method: string;
  where?: string;
}

export interface SnapshotForeignKey {
  name: string;
  tableTo: string;
  schemaTo?: string;
  columnsFrom: string[];
  columnsTo: string[];
  onDelete?: string;
  onUpdate?: string;
}

export interface SnapshotPolicy {
  name: string;
  as?: string;
  for?: string;
  to?: string[];
  using?: string;
  withCheck?: string;
}

export interface SnapshotSequence {
  name: string;
  schema: string;
  startWith?: string;
  increment?: string;
  minValue?: string;
  maxValue?: string;
  cache?: string;
  cycle?: boolean;
}

export interface SnapshotView {
  name: string;
  schema: string;
  columns: Record<string, SnapshotColumn>;
  definition?: string;
  materialized: boolean;
}
