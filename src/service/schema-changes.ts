import { isDeepStrictEqual } from 'node:util';
import type { Notice, Table } from '../schema/table.ts';
import type { RecordedSchema } from './schema-record.ts';

/** What became of the members of a list, by their names. */
export interface ListChange {
  added: string[];
  removed: string[];
  changed: string[];
}

/** The lists of a table, each with what tells its members apart. */
const LISTS = {
  // What older kits wrote down does not say what a column is made of, nor whether its default says who asks.
  columns: ({ columns }: Table) =>
    named(
      columns.map((column) => ({ ...column, madeOf: undefined, defaultSaysWho: undefined })),
      ({ key }) => key,
    ),
  foreignKeys: ({ foreignKeys }: Table) =>
    named(foreignKeys, ({ columns, targetTable }) => `${columns.join(', ')} to ${targetTable}`),
  uniqueKeys: ({ uniqueKeys }: Table) => named(uniqueKeys, ({ name }) => name),
  indexes: ({ indexes }: Table) => named(indexes, ({ name }) => name),
  checks: ({ checks }: Table) => named(checks, ({ name }) => name),
};

/** What else of a table its files are made from. The prefix is of all tables together. */
const FIELDS = ['kind', 'exportName', 'primaryKey'] as const;

type List = keyof typeof LISTS;

export interface TableChange {
  /** As it is now; as it was, where it is gone. */
  table: Table;
  kind: 'added' | 'removed' | 'changed';
  /** Only those in which something changed. */
  lists: Partial<Record<List, ListChange>>;
  fields: (typeof FIELDS)[number][];
}

/** What of a schema is not about one table. */
const SHARED = ['dependencies', 'casing', 'prerequisites', 'extensions'] as const;

export interface SchemaChanges {
  /** In the order of the later schema, and then those that are gone. */
  tables: TableChange[];
  shared: (typeof SHARED)[number][];
}

/** What changed from one schema to another. A table is the same while its name in the database is, and a column by its key. */
export function compareSchemas(before: RecordedSchema, after: RecordedSchema): SchemaChanges {
  const old = new Map(before.tables.map((table) => [table.id, table]));
  const current = new Set(after.tables.map(({ id }) => id));
  const whole = (table: Table, kind: 'added' | 'removed'): TableChange => ({
    table,
    kind,
    lists: {},
    fields: [],
  });
  return {
    tables: [
      ...after.tables.flatMap((table) => {
        const was = old.get(table.id);
        return was ? (changeOf(was, table) ?? []) : whole(table, 'added');
      }),
      ...before.tables.filter(({ id }) => !current.has(id)).map((table) => whole(table, 'removed')),
    ],
    shared: SHARED.filter((name) => !isDeepStrictEqual(before[name], after[name])),
  };
}

function changeOf(before: Table, after: Table): TableChange | undefined {
  const lists: TableChange['lists'] = {};
  for (const [list, membersOf] of Object.entries(LISTS)) {
    const change = listChange(membersOf(before), membersOf(after));
    if (change) lists[list as List] = change;
  }
  const fields = FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  const isSame = Object.keys(lists).length === 0 && fields.length === 0;
  return isSame ? undefined : { table: after, kind: 'changed', lists, fields };
}

type Members = ReadonlyMap<string, unknown>;

/** By name; what is read and what was written down as JSON are alike when the JSON is. */
function named<T>(members: readonly T[], nameOf: (member: T) => string): Members {
  return new Map(
    members.map((member) => [nameOf(member), JSON.parse(JSON.stringify(member)) as unknown]),
  );
}

function listChange(before: Members, after: Members): ListChange | undefined {
  const change = {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    changed: [...after.keys()].filter(
      (name) => before.has(name) && !isDeepStrictEqual(before.get(name), after.get(name)),
    ),
  };
  return Object.values(change).every((names) => names.length === 0) ? undefined : change;
}

/** How each list is called, one member of it and several. */
const WORDS: Record<List, [one: string, several: string]> = {
  columns: ['column', 'columns'],
  foreignKeys: ['reference', 'references'],
  uniqueKeys: ['unique key', 'unique keys'],
  indexes: ['index', 'indexes'],
  checks: ['check', 'checks'],
};

/**
 * What else changed in the schema since the files of tables were made from it, for whoever changes something about other
 * tables.
 *
 * @param isServed whether the service has files of a table
 */
export function schemaNotices(
  { tables }: SchemaChanges,
  isServed: (table: Table) => boolean,
): Notice[] {
  return tables
    .filter(({ kind, table }) => kind === 'changed' && isServed(table))
    .map((change) => ({
      subject: change.table.exportName ?? change.table.id,
      message: `has changed since the kit made its files: ${sentence(change)}. This does not bring it into them.`,
    }));
}

function sentence({ lists, fields }: TableChange): string {
  const parts = Object.entries(lists).flatMap(([list, { added, removed, changed }]) => [
    ...said(list as List, added, 'new'),
    ...said(list as List, removed, 'gone'),
    ...said(list as List, changed, 'different'),
  ]);
  const words = { kind: 'what it is', exportName: 'the name of its export', primaryKey: 'its key' };
  return [...parts, ...fields.map((field) => `${words[field]} is different`)].join('; ');
}

function said(list: List, names: string[], what: string): string[] {
  if (names.length === 0) return [];
  const [one, several] = WORDS[list];
  return names.length === 1
    ? [`${one} ${names[0]} is ${what}`]
    : [`${several} ${names.join(', ')} are ${what}`];
}
