import { KitError } from '../errors.ts';
import type { Notice, Schema, Table } from '../schema/table.ts';
import {
  columnModels,
  type ColumnModel,
  filterColumns,
  isUnknown,
  leftOutFilters,
  sortColumns,
} from './columns.ts';
import { isNamed } from './named.ts';
import { type Names, namesOf } from './names.ts';
import { nameTables } from './naming.ts';
import { pathsOf } from './paths.ts';
import { localName, type TableReference, tableReferences } from './reference.ts';
import { demoteLinks, keyOf, roleOf, whyReadOnly } from './roles.ts';
import { chosenRoutes, refuseUnnamedRows, type Routes } from './routes.ts';
import type { Scope } from './scope.ts';
import { languageOnly, type Vocabulary } from './vocabulary.ts';

/** A table as generated code sees it, with what it becomes. */
export interface TableModel {
  table: Table;
  names: Names;
  reference: TableReference;
  /** A variable for one row. */
  local: string;
  columns: ColumnModel[];
  /** Keys of columns that seem to have a `$type`: a sample value of the column's own type may not be one of that. */
  typed: string[];
  /**
   * `resource`: its rows have URLs of their own; `list-only`: only the list, since nothing identifies a row; `link`: a pure
   * join table, routes on both sides; `none`: not chosen, but others may refer to it.
   */
  role: 'resource' | 'list-only' | 'link' | 'none';
  /** Which routes it has, as far as its role allows. */
  routes: Routes;
  /** Which of its rows a caller may reach. */
  scope: Scope;
  /** Why there is only a list; '' otherwise. */
  readOnlyReason: string;
  /** Column keys that identify a row: the primary key, or else a unique key without NULL. */
  key: string[];
  filterColumns: string[];
  sortColumns: string[];
  /** Key of the column that marks a row as deleted. */
  softDelete: ColumnModel | null;
}

export interface ServiceModel {
  tables: TableModel[];
  notices: Notice[];
  vocabulary: Vocabulary;
}

export interface Choice {
  /** Names of the tables that become resources; undefined for all. */
  tables?: string[] | undefined;
  skipTables?: string[] | undefined;
  /** Tables that are resources even where they only join two others. */
  resources?: string[] | undefined;
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
  const chosen = chosenTables(schema, choice);
  const routes = chosenRoutes(schema, choice);
  const source = schema.files.map((file) => file.content).join('\n');
  const reachable = schema.tables.filter((table) => table.exportName !== null);
  const tables = reachable.map((table) =>
    tableModel(table, {
      chosen: chosen.has(table.id),
      asked: isAskedFor(table, choice),
      routes: routes.get(table.id) ?? 'all',
      source,
    }),
  );
  demoteLinks(tables, choice);
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
  notices.push(...named.notices, ...tables.flatMap(tableNotices));
  return { tables, notices, vocabulary };
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
  /** The text of the schema. */
  source: string;
}

type Served = Pick<TableModel, 'role' | 'routes'>;

function tableModel(table: Table, input: TableInput): TableModel {
  const { chosen, asked, routes, source } = input;
  const names = namesOf(table);
  const columns = columnModels(table);
  const own = definitionOf(table, source);
  const key = keyOf(table);
  const readOnlyReason = whyReadOnly(table, key, columns);
  const role = roleOf(table, chosen, asked, readOnlyReason);
  return {
    table,
    names,
    reference: { import: names.camel, id: names.camel },
    local: names.camelOne,
    columns,
    typed: columns.filter((c) => hasType(c, own, source)).map((c) => c.key),
    role,
    routes,
    scope: 'none',
    readOnlyReason,
    key: role === 'list-only' ? [] : key,
    filterColumns: filterColumns(table, columns),
    sortColumns: sortColumns(table, columns, key),
    softDelete: columns.find((c) => c.softDelete) ?? null,
  };
}

/** What a person should know about what the table and its columns become. */
function tableNotices(model: TableModel): Notice[] {
  const { table, names, role, columns, readOnlyReason } = model;
  if (role === 'none') return [];
  const notices: Notice[] = [];
  if (role === 'list-only') {
    notices.push({ subject: table.exportName, message: `Read-only: ${readOnlyReason}` });
  }
  for (const column of columns) {
    const message = columnNotice(column, model);
    if (message) notices.push({ subject: `${table.exportName}.${column.key}`, message });
  }
  const leftOut = leftOutFilters(columns, model.filterColumns);
  if (leftOut.length > 0) {
    notices.push({ subject: table.exportName, message: filterNotice(leftOut, names) });
  }
  return notices;
}

/**
 * `$type` leaves no trace at run time, so the text is asked: the table's own first, as another may have a column of the
 * same name, and all of it for columns that a helper brings.
 */
function hasType(column: ColumnModel, own: string, source: string): boolean {
  const { key, kind, enumObject } = column;
  if (kind === 'json' || kind === 'custom' || enumObject) return true;
  if (kind === 'enum' && hasComputedValues(column, own, source)) return true;
  const name = key.replace(/[$]/g, '\\$&');
  const isHere = new RegExp(`\\b${name}['"]?\\s*:`).test(own);
  return new RegExp(
    `\\b${name}['"]?\\s*:\\s*[\\w.]+\\((?:(?!\\n\\s*\\w+\\s*:|,\\s*\\w+\\s*:\\s*[\\w.]+\\()[\\s\\S]){0,300}?\\$type<`,
  ).test(isHere ? own : source);
}

/** What the values of an enum are written as where TypeScript may know them as those of an enum of its own. */
const COMPUTED = String.raw`\s*(?:Object\.|\[\s*[A-Z]\w*\.|\w+\()`;

/** `pgEnum('role', Object.values(Role) as [Role, ...Role[]])`, or a text column whose `enum` is made so. */
function hasComputedValues({ key, sqlType }: ColumnModel, own: string, source: string): boolean {
  const [name, type] = [key, sqlType].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return (
    new RegExp(`[eE]num\\(\\s*(['"\`])${type}\\1\\s*,${COMPUTED}`).test(source) ||
    new RegExp(`\\b${name}['"]?\\s*:\\s*[\\w.]+\\([^)]{0,99}\\benum\\s*:${COMPUTED}`).test(own)
  );
}

/** From where the table gets its name to where something else is defined; '' where that can't be told. */
function definitionOf({ name, prefix }: Table, source: string): string {
  const written = name.slice(prefix.length).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const start = source.search(new RegExp(`\\(\\s*(['"\`])${written}\\1\\s*,\\s*[{(]`));
  if (start < 0) return '';
  const rest = source.slice(start);
  const end = rest.slice(1).search(/[tT]able\w*\(\s*['"`]|\bconst\s/);
  return end < 0 ? rest : rest.slice(0, end + 1);
}

function columnNotice(column: ColumnModel, { role, routes }: Served): string | null {
  const isWritten = role !== 'list-only' && routes !== 'read-only';
  if (column.secret) {
    return isWritten && column.inCreate
      ? 'Looks secret: it can be set, since a row needs it, and is never sent.'
      : 'Looks secret: it is never sent and can not be set over HTTP.';
  }
  if (column.softDelete && role !== 'list-only') {
    const how = routes === 'all' ? 'DELETE sets it and' : 'no route sets it, and';
    return `Marks rows as deleted: ${how} every read leaves such rows out.`;
  }
  if (!column.inResponse) return `Is ${column.sqlType}: left out of responses.`;
  if (isUnknown(column)) {
    return `Is of the custom type ${column.sqlType}, and no value was found that it takes: no tests create rows.`;
  }
  if (column.kind === 'custom' && !column.inCreate && isWritten) {
    return `Is of the custom type ${column.sqlType}: sent as it is, and can not be set over HTTP.`;
  }
  return null;
}

function filterNotice(leftOut: string[], { kebab }: Names): string {
  const shown = leftOut.length > 6 ? leftOut.slice(0, 5) : leftOut;
  const more = leftOut.length - shown.length;
  return (
    'Has so many columns that its list is filtered only by keys, references, what leads an index, enums and booleans; ' +
    `not by ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}. ` +
    `More can be named in \`filter\` of src/modules/${kebab}/${kebab}.schemas.ts.`
  );
}

function chosenTables(schema: Schema, { tables, skipTables }: Choice): Set<string> {
  for (const name of [...(tables ?? []), ...(skipTables ?? [])]) {
    if (schema.tables.some((table) => isNamed(table, name))) continue;
    const known = schema.tables.map((t) => t.exportName).filter(Boolean);
    throw new KitError(
      'UNKNOWN_TABLE',
      `There is no table called ${name} in the schema.`,
      `Choose from: ${known.join(', ')}.`,
    );
  }
  const isChosen = (table: Table) =>
    (!tables || tables.some((name) => isNamed(table, name))) &&
    !skipTables?.some((name) => isNamed(table, name));
  return new Set(schema.tables.filter(isChosen).map((table) => table.id));
}

function isAskedFor(table: Table, { tables = [], resources = [] }: Choice): boolean {
  return [...tables, ...resources].some((name) => isNamed(table, name));
}
