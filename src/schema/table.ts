/**
 * The schema as plain data. The reader is the only place that touches drizzle-orm; everything behind it works on these
 * types, which survive `JSON.stringify` because the schema is read in a process of its own.
 */

/** What a value of the column is, as far as validation, filters and sample values need to know. */
export type ColumnKind =
  | 'text'
  | 'uuid'
  | 'integer' // smallint, integer, serial: fits a JavaScript number
  | 'bigint' // bigint, bigserial, in either mode
  | 'float' // real, double precision
  | 'decimal' // numeric, in any mode
  | 'boolean'
  | 'date' // a day without time
  | 'time'
  | 'timestamp' // with or without time zone
  | 'interval'
  | 'enum' // pgEnum or text({ enum })
  | 'json'
  | 'bytes'
  | 'network' // inet, cidr, macaddr, macaddr8
  | 'vector' // vector, halfvec, bit, sparsevec
  | 'geometry' // point, line, PostGIS geometry
  | 'custom';

/** How drizzle hands a value of the column to JavaScript. `object` is parsed JSON or a tuple; `unknown` is a custom type. */
export type JsType =
  | 'string'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'Date'
  | 'Buffer'
  | 'object'
  | 'unknown';

export interface Column {
  /** The key in the table object, as in `orders.customerId`. */
  key: string;
  /** The name in the database, after `casing`. */
  name: string;
  kind: ColumnKind;
  jsType: JsType;
  /** As written in DDL, e.g. `numeric(12, 2)`, `timestamp (3) with time zone`; for an array the element's type. */
  sqlType: string;
  /** 0 for a scalar; `text('tags').array().array()` is 2. */
  arrayDimensions: number;
  /** The lengths that an array fixes, from the outermost list on: `integer().array(3)`; absent when it fixes none. */
  arraySizes?: (number | null)[];
  notNull: boolean;
  /** Its part in a composite primary key makes it not null, which drizzle's types do not know: there it may be null. */
  typedNullable?: boolean;
  /** Where a value comes from when the client sends none. `sql` is in the database, `runtime` is `$defaultFn`. */
  default: 'none' | 'sql' | 'runtime' | 'identity';
  /** The default is the same value for every row: a key with it has room for one. */
  constantDefault?: boolean;
  /** The default says who asks, as `auth.uid()` does: all rows of one caller have the same. */
  defaultSaysWho?: boolean;
  /** That value, where it is a plain one. */
  defaultValue?: string | number | boolean;
  /** `GENERATED ALWAYS AS`: stored or virtual expression, or an identity that refuses values. Never writable. */
  generatedAlways: boolean;
  /** Of a generated expression, the keys of the columns that it is made of: none where each row has the same. */
  madeOf?: string[];
  /** The column has `$onUpdate`. */
  onUpdate: boolean;
  /** Allowed values of an enum, in order; otherwise null. */
  enumValues: string[] | null;
  /** Longest value of varchar/char; dimensions of a vector; otherwise null. */
  length: number | null;
  /** numeric(precision, scale); fractional-second digits of a timestamp are in `precision`. */
  precision: number | null;
  scale: number | null;
  /** For timestamp and time columns: true if the value carries a zone. */
  withTimezone: boolean;
  /** The column has a `$type`: its values may be fewer than those of the type that it has in the database. */
  hasOwnType?: boolean;
  /** The enum was made from a TypeScript enum, which is the type of the column's values. */
  enumObject?: boolean;
  /**
   * A value (JSON form) that the column takes: for `custom`, one that its own driver mapping was seen to accept; for points
   * and lines whose values are objects, such an object.
   */
  customSample?: unknown;
}

export interface ForeignKey {
  /** The constraint's name; for a relation without a constraint, null. */
  name: string | null;
  /** Column keys of this table, in order. */
  columns: string[];
  /** `Table.id` of the referenced table. */
  targetTable: string;
  /** Column keys of the referenced table, in order. */
  targetColumns: string[];
  onDelete: string | null;
  onUpdate: string | null;
  /** `relation`: only drizzle's relations() says so, the database does not enforce it. */
  source: 'constraint' | 'relation';
  /** The key under which relations() names it on this table, when it does. */
  relationKey: string | null;
  /** The key under which relations() names the way back (the `many`/`one` on the target), when it does. */
  reverseRelationKey: string | null;
}

export interface UniqueKey {
  name: string;
  /** Column keys. Unique indexes on expressions, and partial ones, are not listed here but among the indexes. */
  columns: string[];
  nullsNotDistinct: boolean;
}

export interface Index {
  /** '' where it has none and drizzle-kit makes none, as of one on an expression. */
  name: string;
  /** Column keys in order; null stands for an expression. */
  columns: (string | null)[];
  unique: boolean;
  /** Has a WHERE. */
  partial: boolean;
  /** All that it is made of is constants, `((true))`: where it is unique, there is room for one row. */
  constant?: boolean;
  /** Its one column is `lower(email)`: the key of what it lowers. Where it is unique, no two values differ in case alone. */
  lowerOf?: string;
  /** btree, gin, gist, hnsw, ... */
  method: string;
  /** The WHERE of a partial index with its values inlined. */
  where?: string;
  /**
   * How each column is ordered, where one is not as Postgres has it by itself; null where no plain ORDER BY has its order: NULL
   * elsewhere, or an operator class of its own.
   */
  directions?: ('asc' | 'desc' | null)[];
  /** Keys of `vector` columns for which it has no operator class; there is none by default. */
  unclassed?: string[];
  /** Keys of text columns of which it has the trigrams (`pg_trgm`): there a text within another is found. */
  trigrams?: string[];
}

export interface Table {
  /** Unique in the schema: `schema.name` in the database, e.g. `public.orders`. */
  id: string;
  kind: 'table' | 'view' | 'materialized-view';
  /** The key under which the schema's entry module exports it, e.g. `orders`. Null when it is not exported at all. */
  exportName: string | null;
  /** Name in the database without schema, e.g. `shop_orders`. */
  name: string;
  /** `pgSchema` name, or null for the default one. */
  schema: string | null;
  /** The pgTableCreator prefix that all tables of the schema share (`shop_`), or ''. */
  prefix: string;
  columns: Column[];
  /** Column keys in order; empty when there is none, and for views. */
  primaryKey: string[];
  foreignKeys: ForeignKey[];
  uniqueKeys: UniqueKey[];
  indexes: Index[];
  checks: { name: string; sql: string }[];
  /** Row level security is on, and no policy lets everybody read every row. */
  hidesRows?: boolean;
}

/** A file of the person's schema as it will stand in the service. */
export interface SchemaFile {
  /** POSIX path below `src/db/schema/` of the service. `index.ts` is always among them and exports every table. */
  path: string;
  content: string;
}

/** Something that the schema uses and that the service could not have exactly as it stands. */
export interface Notice {
  /** Table or column that it is about, e.g. `orders.embedding`; null for the schema as a whole. */
  subject: string | null;
  /** What was met and what was done instead, as a sentence. */
  message: string;
}

/** What the schema uses and neither Postgres, nor an extension, nor the schema itself has. */
export interface MissingName {
  /** With its schema where one is said. */
  name: string;
  /** Table or column that it is used for, e.g. `public.orders.code`. */
  subject: string;
}

/** Everything the kit knows after reading a schema. */
export interface Schema {
  tables: Table[];
  files: SchemaFile[];
  /** npm packages that the schema files import beside drizzle-orm, with the exact version to pin. */
  dependencies: Record<string, string>;
  /** How drizzle names columns without a name: must be the same in the client and in drizzle.config. */
  casing: 'snake_case' | 'camelCase' | null;
  /** SQL that must run before the first migration: extensions, roles, foreign schemas and tables that are not ours. */
  prerequisites: string[];
  /** Postgres extensions needed, e.g. `citext`, `vector`. */
  extensions: string[];
  /** Functions that a default, a check, an index, a policy or a view calls. */
  missingFunctions?: MissingName[];
  /** Types of columns. */
  missingTypes?: MissingName[];
  notices: Notice[];
}
