import { and, eq, getTableName, type Name as SqlName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { backToDriver } from './as-sent';
import { pickColumns } from './columns';
import type { Context, Values } from './context';
import {
  BYTES,
  FOUND,
  isCut,
  MAX_BYTES,
  maxBytes,
  named,
  openBytes,
  withinBytes,
} from './page-bytes';
import { builder, prepared, type Statement } from './prepared';

/** How many related rows come along for one row at the most. Where there are more, the row says which list has all. */
export const MAX_INCLUDED = 100;

/** Of a row, the lists of which only the first rows came along, by the name of the include. */
export const MORE = '_more';

/** One way from a row to related rows. Columns are given in pairs: `from[i]` of the row equals `to[i]` of the target. */
export interface Include<Target extends z.ZodObject = z.ZodObject> {
  many: boolean;
  /** Keys of the row's own columns. */
  from: readonly string[];
  /** Columns that these are equal to: the target's, or the join table's. */
  to: readonly PgColumn[];
  target: PgTable;
  /** What of the target is sent; nothing else is read. */
  response: Target;
  /** The order of many: the newest first where rows have a time, and the key last. */
  order?: readonly (PgColumn | SQL)[];
  /** For many: the URL of the list that has all of them, with `{}` for each value of `from`. */
  list?: string | undefined;
  /** For many through a join table: the table, and how it meets the target. */
  through?: { table: PgTable; on: SQL | undefined };
  /** Which target rows count, e.g. those not deleted. May hold values of the context: `fromContext`. */
  where?: SQL | undefined;
}

export type Includes = Record<string, Include>;

type Row = Record<string, unknown>;

/** A row that this one refers to. */
export function one<Target extends z.ZodObject>(include: Omit<Include<Target>, 'many'>) {
  return { ...include, many: false as const };
}

/** Rows that refer to this one, directly or through a join table. */
export function many<Target extends z.ZodObject>(include: Omit<Include<Target>, 'many'>) {
  return { ...include, many: true as const };
}

type IncludedShape<I extends Includes> = {
  [Name in keyof I]: z.ZodOptional<
    I[Name]['many'] extends true
      ? z.ZodArray<I[Name]['response']>
      : z.ZodNullable<I[Name]['response']>
  >;
} & (true extends I[keyof I]['many'] ? MoreShape : unknown);

interface MoreShape {
  [MORE]: z.ZodOptional<z.ZodObject<Record<string, z.ZodOptional<z.ZodNullable<z.ZodString>>>>>;
}

/** The response schema's part for what may be brought along; each is there only when it was asked for. */
export function includedShape<I extends Includes>(includes: I): IncludedShape<I> {
  const all = Object.entries(includes);
  const lists = all.filter(([, include]) => include.many);
  const more = Object.fromEntries(lists.map(([name]) => [name, z.string().nullable().optional()]));
  return Object.fromEntries([
    ...all.map(([name, { many: isMany, response }]) => [
      name,
      (isMany ? z.array(response) : response.nullable()).optional(),
    ]),
    ...(lists.length > 0
      ? [[MORE, z.object(more).optional().meta({ description: MORE_MEANS })]]
      : []),
  ]) as IncludedShape<I>;
}

const MORE_MEANS = `Where more than ${MAX_INCLUDED} rows could come along, the list that has all of them`;

/**
 * Reads what was asked for and puts it onto the rows: one query for each name, however many rows there are.
 *
 * @param names checked against `includes` before
 * @returns how many rows have all that belongs to them. What belongs to the others is more than an answer has room for; of what belongs
 * to the first row, a part comes along in any case, and it says so
 */
export async function loadIncludes(
  context: Context,
  includes: Includes,
  names: readonly string[],
  rows: Row[],
): Promise<number> {
  const bytes = maxBytes(context, 1 + names.length);
  let whole = rows;
  for (const name of names) {
    const include = includes[name];
    if (!include) continue;
    const { groups, cutAt } = await related(context, include, whole, bytes);
    const keyIn = (row: Row) => keyOf(include.from.map((key) => row[key]));
    const cut = whole.findIndex((row) => keyIn(row) === cutAt);
    if (cut >= 0) whole = whole.slice(0, Math.max(1, cut));
    for (const row of whole) {
      const matches = groups.get(keyIn(row)) ?? [];
      row[name] = include.many ? matches.slice(0, MAX_INCLUDED) : (matches[0] ?? null);
      if (include.many && (cut === 0 || matches.length > MAX_INCLUDED)) {
        row[MORE] = { ...(row[MORE] as object), [name]: wholeList(include, row) };
      }
    }
  }
  return whole.length;
}

/** The URL of the list that has all rows that belong to this one; null where there is no such list. */
export function wholeList({ list, from }: Include, row: Row): string | null {
  if (list === undefined) return null;
  const values = from.map((key) => {
    const value = row[key];
    return encodeURIComponent(value instanceof Date ? value.toISOString() : String(value));
  });
  return list.replaceAll('{}', () => values.shift() ?? '');
}

/** Related rows by the key of the row they belong to, and the key of the row at which there was no more room. */
async function related(
  context: Context,
  include: Include,
  rows: Row[],
  bytes: number,
): Promise<{ groups: Map<string, Row[]>; cutAt?: string }> {
  const keys = distinctKeys(include, rows);
  if (keys.length === 0) return { groups: new Map() };
  const given = { ...keyArrays(include, keys), [MAX_BYTES]: bytes };
  const found = await statementOf(include)(context, given);
  const groups = groupByParent(keys, found);
  const last = Number(found.at(-1)?.[PARENT]);
  return isCut(found) ? { groups, cutAt: keyOf(keys[last - 1] ?? []) } : { groups };
}

const statements = new WeakMap<Include, Statement<Row[]>>();

/** The rows are in its parameters alone, so it is built once. */
function statementOf(include: Include): Statement<Row[]> {
  const statement = statements.get(include) ?? prepared<Row[]>(relatedQuery(include));
  statements.set(include, statement);
  return statement;
}

/** A lateral join bounds the related rows for each row, inside the database. */
function relatedQuery(include: Include) {
  const alias = sql.identifier(parentAlias(include));
  const fields = pickColumns(include.target, include.response);
  const bytes = openBytes(include.target, fields);
  const selected = named(fields);
  if (bytes) selected[BYTES] = bytes;
  const target = builder.select(selected).from(include.target);
  const joined = include.through
    ? target.innerJoin(include.through.table, include.through.on)
    : target;
  const lateral = joined
    .where(
      and(
        ...include.to.map((column, i) => eq(column, sql`${alias}.${sql.identifier(keyName(i))}`)),
        include.where,
      ),
    )
    .orderBy(...(include.order ?? []))
    // One row more than is sent tells whether there are more.
    .limit(include.many ? MAX_INCLUDED + 1 : 1)
    .as('related');
  const found = builder
    .select({ [PARENT]: sql<number>`${alias}.n::int`.as(PARENT), ...lateral._.selectedFields })
    .from(parents(include, alias))
    .crossJoinLateral(lateral);
  return bytes ? withinBytes(builder, found.as('found')) : found;
}

/** What the rows' keys are called in SQL: unlike the tables that are read beside them, where it would mean theirs. */
function parentAlias({ target, through }: Include): string {
  const tables = new Set([target, ...(through ? [through.table] : [])].map(getTableName));
  let alias = '_parent';
  while (tables.has(alias)) alias = `_${alias}`;
  return alias;
}

/** The rows' keys as a table: `unnest($1::uuid[]) with ordinality as _parent(k0, n)`. */
function parents({ to }: Include, alias: SqlName): SQL {
  const arrays = to.map(
    (column, i) => sql`${sql.placeholder(arrayName(i))}::${sql.raw(typeOf(column))}[]`,
  );
  const names = [...to.map((_, i) => keyName(i)), 'n'].map((name) => sql.identifier(name));
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as ${alias}(${sql.join(names, sql`, `)})`;
}

function keyArrays({ to }: Include, keys: unknown[][]): Values {
  return Object.fromEntries(
    to.map((column, i) => [arrayName(i), keys.map((key) => backToDriver(column, key[i]))]),
  );
}

/** What a related row is selected with: the place of the row it belongs to. No column's key has a colon. */
const PARENT = 'include:parent';
const arrayName = (i: number) => `include:keys:${i}`;
const keyName = (i: number) => `k${i}`;

/** Of which there can be a list: `serial` is no type but an integer with a default, and a collation is of the column. */
function typeOf(column: PgColumn): string {
  return column
    .getSQLType()
    .replace(COLLATION, '')
    .replace(/^(small|big)?serial$/, (_, size = '') => `${size}int`);
}

const COLLATION = / collate (?:"[^"]*"|[^\s".]+)(?:\.(?:"[^"]*"|\S+))?/i;

function distinctKeys({ from }: Include, rows: Row[]): unknown[][] {
  const keys = new Map<string, unknown[]>();
  for (const row of rows) {
    const key = from.map((name) => row[name]);
    if (key.every((value) => value !== null && value !== undefined)) keys.set(keyOf(key), key);
  }
  return [...keys.values()];
}

function groupByParent(keys: unknown[][], found: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const { [PARENT]: parent, [FOUND]: _, ...row } of found) {
    const key = keyOf(keys[Number(parent) - 1] ?? []);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function keyOf(values: unknown[]): string {
  return JSON.stringify(values.map(String));
}
