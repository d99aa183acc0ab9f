import type { Notice, Schema, Table } from '../schema/table.ts';
import type { Access, Tenancy } from './access/access.ts';
import { columnModels, type ColumnModel } from './columns.ts';
import { listingOf } from './listing.ts';
import { findTable, tableNamed } from './named.ts';
import { type Names, namesOf } from './names.ts';
import { nameTables } from './naming.ts';
import { signInNotices, tableNotices } from './notices.ts';
import { pathsOf } from './paths.ts';
import { localName, type TableReference, tableReferences } from './reference.ts';
import { demoteLinks, keyOf, roleOf, whyReadOnly } from './roles.ts';
import { chosenRoutes, refuseUnnamedRows, type Routes } from './routes.ts';
import { holdsSignIn } from './sign-in.ts';
import { languageOnly, type Vocabulary } from './vocabulary.ts';

/** A table as generated code sees it, with what it becomes. */
export interface TableModel {
  table: Table;
  names: Names;
  reference: TableReference;
  /** A variable for one row. */
  local: string;
  columns: ColumnModel[];
  /** Keys of columns that hold less than their own type allows: a sample value of that may not be one of theirs. */
  typed: string[];
  /**
   * `resource`: its rows have URLs of their own; `list-only`: only the list, since nothing identifies a row; `link`: a pure
   * join table, routes on both sides; `none`: not chosen, but others may refer to it.
   */
  role: 'resource' | 'list-only' | 'link' | 'none';
  /** Which routes it has, as far as its role allows. */
  routes: Routes;
  /** Who may do what with its rows; null in a service that does not know who calls. */
  access: Access | null;
  /** Why there is only a list; '' otherwise. */
  readOnlyReason: string;
  /** Column keys that identify a row: the primary key, or else a unique key without NULL. */
  key: string[];
  /** What its lists can be filtered and sorted by. */
  filterColumns: string[];
  searchColumns: string[];
  sortColumns: string[];
  /** Key of the column that marks a row as deleted. */
  softDelete: ColumnModel | null;
}

export interface ServiceModel {
  tables: TableModel[];
  notices: Notice[];
  vocabulary: Vocabulary;
  /** Where tenants stand, in a service that has them. */
  tenancy: Tenancy | null;
  /** The table of those who sign in, in a service that finds it in its schema. */
  people: Table['id'] | null;
}

export interface Choice {
  /** Names of the tables that become resources; undefined for all. */
  tables?: string[] | undefined;
  skipTables?: string[] | undefined;
  /** Tables that are resources even where they only join two others. */
  resources?: string[] | undefined;
  /** Tables that have routes whatever they hold. */
  named?: string[] | undefined;
  /** Join tables that have routes under both of their sides already. */
  links?: string[] | undefined;
  /** Tables whose rows are added and read, and never changed or deleted. */
  appendOnly?: string[] | undefined;
  /** Tables whose rows are only read. */
  readOnly?: string[] | undefined;
  /** `user=members`: the table, and where it is served. */
  paths?: string[] | undefined;
}

/**
 * What each table of the schema becomes.
 *
 * @param vocabulary the names that generated files use for themselves
 * @throws KitError when a chosen name is no table, when its routes can't be had, or when two resources would take one URL
 */
export function serviceModel(
  schema: Schema,
  choice: Choice = {},
  vocabulary: Vocabulary = languageOnly,
): ServiceModel {
  const notices: Notice[] = [];
  const signIn = signInTables(schema.tables, choice);
  const chosen = chosenTables(schema, choice, signIn);
  const asked = askedFor(schema.tables, choice);
  const routes = chosenRoutes(schema, choice);
  const reachable = schema.tables.filter((table) => table.exportName !== null);
  const tables = reachable.map((table) =>
    tableModel(table, {
      chosen: chosen.has(table.id),
      asked: asked.has(table),
      routes: routes.get(table.id) ?? 'all',
    }),
  );
  notices.push(...demoteLinks(tables, choice));
  refuseUnnamedRows(tables);
  const served = new Set(tables.filter(isServed).map(({ table }) => table));
  const named = nameTables({
    tables: reachable,
    isServed: (table) => served.has(table),
    paths: pathsOf(choice.paths ?? [], reachable),
    isOurs: (name) => vocabulary.has(name),
  });
  const references = tableReferences(reachable, vocabulary);
  for (const model of tables) {
    model.names = named.names.get(model.table.id) as Names;
    model.reference = references.get(model.table.id) as TableReference;
    model.local = localName(model.names, vocabulary, [model.reference.id]);
  }
  notices.push(...named.notices, ...tables.flatMap(tableNotices), ...signInNotices(signIn, choice));
  return { tables, notices, vocabulary, tenancy: null, people: null };
}

/** The table of a service that has this `Table.id`. */
export function modelOf({ tables }: ServiceModel, id: Table['id']): TableModel | undefined {
  return tables.find(({ table }) => table.id === id);
}

/** Whether a table has routes of its own. */
function isServed({ role }: TableModel): boolean {
  return role === 'resource' || role === 'list-only';
}

/** Resources with routes of their own, in the schema's order. */
export function resourcesOf(service: ServiceModel): TableModel[] {
  return service.tables.filter(isServed);
}

interface TableInput {
  /** It becomes a resource, or a link. */
  chosen: boolean;
  /** It was named, so it is a resource even where it only joins two others. */
  asked: boolean;
  routes: Routes;
}

function tableModel(table: Table, input: TableInput): TableModel {
  const { chosen, asked, routes } = input;
  const names = namesOf(table);
  const columns = columnModels(table);
  const key = keyOf(table);
  const readOnlyReason = whyReadOnly(table, key, columns);
  const role = roleOf(table, chosen, asked, readOnlyReason);
  const pagedBy = role === 'list-only' ? [] : key;
  return {
    table,
    names,
    reference: { import: names.camel, id: names.camel },
    local: names.camelOne,
    columns,
    typed: columns.filter(isNarrow).map((c) => c.key),
    role,
    routes,
    access: null,
    readOnlyReason,
    key: pagedBy,
    ...listingOf({ table, columns, key: pagedBy }),
    softDelete: columns.find((c) => c.softDelete) ?? null,
  };
}

/** Whether there may be values of the column's own type that are none of what it holds. */
function isNarrow({ kind, enumObject, hasOwnType }: ColumnModel): boolean {
  return kind === 'json' || kind === 'custom' || enumObject === true || hasOwnType === true;
}

/** @throws KitError UNKNOWN_TABLE */
function chosenTables(
  { tables: all }: Schema,
  { tables, skipTables = [] }: Choice,
  signIn: ReadonlySet<Table>,
): Set<string> {
  const only = tables && new Set(tables.map((name) => tableNamed(all, name)));
  const skipped = new Set([...signIn, ...skipTables.map((name) => tableNamed(all, name))]);
  const chosen = all.filter((table) => (only?.has(table) ?? true) && !skipped.has(table));
  return new Set(chosen.map(({ id }) => id));
}

/** Tables in which a library keeps sign-in, but for those that somebody named: nobody wants routes for them by accident. */
function signInTables(
  all: readonly Table[],
  { tables = [], resources = [], named = [], appendOnly = [], readOnly = [], paths = [] }: Choice,
): Set<Table> {
  const routes = [...appendOnly, ...readOnly, ...paths.map((path) => path.split('=')[0] ?? '')];
  const names = [...tables, ...resources, ...named, ...routes];
  const wanted = new Set(names.map((name) => findTable(all, name)));
  return new Set(all.filter((table) => holdsSignIn(table) && !wanted.has(table)));
}

/** The tables that somebody named because they are to be resources, whatever they look like. */
function askedFor(all: readonly Table[], { tables = [], resources = [] }: Choice): Set<Table> {
  return new Set([...tables, ...resources].flatMap((name) => findTable(all, name) ?? []));
}
