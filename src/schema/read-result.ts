import type { Notice, Table } from './table.ts';

/** One module whose exports are read, with the file it came from. */
export interface EntryModule {
  file: string;
  exports: Record<string, unknown>;
}

/** Something that migrations need besides tables. drizzle-kit sees it only when the schema's index exports it. */
export interface Entity {
  kind: 'table' | 'enum' | 'schema' | 'sequence' | 'role' | 'policy' | 'view' | 'relations';
  name: string;
  /** The pgSchema that it lives in, or null. */
  schema: string | null;
  /** Values of an enum, in order. */
  values: string[];
  /** A role marked `.existing()`: migrations leave it alone. */
  existing: boolean;
  /** Under which keys the entry modules export it; empty when nobody does. */
  exports: { file: string; key: string }[];
}

/** A piece of SQL that runs in a migration, with what it belongs to. */
export interface SqlText {
  subject: string;
  text: string;
}

/** A table or view that is exported in an object only, like `{ ...users, ...posts }`. drizzle-kit does not see it there. */
export interface HeldTable {
  file: string;
  /** How code of that module gets to it, e.g. `schema.users`. */
  place: string;
  /** Which one it is, counted: several objects may hold one table. */
  table: number;
}

/** What the reader answers: plain data, as it crosses a process boundary. */
export interface ReadResult {
  tables: Table[];
  entities: Entity[];
  sql: SqlText[];
  /** Operator classes of indexes, e.g. `gin_trgm_ops`. */
  opClasses: string[];
  /** Keys of columns without an explicit name: `casing` decides about theirs. */
  unnamedColumns: number;
  held: HeldTable[];
  /** Dialects other than Postgres whose tables were met. */
  otherDialects: string[];
  /** Exports that are no tables any more, since a column of theirs has the key `__proto__`. */
  broken: string[];
  notices: Notice[];
}
