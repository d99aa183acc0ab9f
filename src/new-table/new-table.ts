/**
 * A table that a person describes and the kit writes. Names stand as they were given; what becomes of them, the types of
 * references and the table's key follow the tables that the schema has already.
 */
export interface NewTable {
  name: string;
  columns: NewColumn[];
  references: NewReference[];
  /** `createdAt` and `updatedAt`. */
  timestamps: boolean;
  /** `deletedAt`, which marks a row as deleted. */
  softDelete: boolean;
}

export interface NewColumn {
  name: string;
  type: TypeWord;
  /** `24` of `varchar(24)`, `12` and `2` of `numeric(12,2)`, the values of an enum. */
  args: string[];
  array: boolean;
  optional: boolean;
  unique: boolean;
  /** As it was given; null for none. */
  default: string | null;
}

export const onDeleteActions = ['cascade', 'restrict', 'set-null', 'no-action'] as const;

export type OnDelete = (typeof onDeleteActions)[number];

export interface NewReference {
  /** What the row refers to: `customer` becomes `customerId`. */
  name: string;
  /** A table of the schema, or the new one itself. */
  table: string;
  optional: boolean;
  unique: boolean;
  /** What happens to the row when the one that it refers to is deleted. */
  onDelete: OnDelete;
}

export const typeWords = [
  'text',
  'varchar',
  'boolean',
  'integer',
  'bigint',
  'smallint',
  'numeric',
  'real',
  'double',
  'date',
  'time',
  'timestamp',
  'uuid',
  'enum',
  'jsonb',
] as const;

/** How a person names the type of a column. */
export type TypeWord = (typeof typeWords)[number];

/** The grammar of the flags in one line each, as it stands in help texts and errors. */
export const columnGrammar = 'name:type[(...)][[]][?][:unique][:default(value)]';
export const referenceGrammar = 'name:table[?][:unique][:cascade|restrict|set-null]';
