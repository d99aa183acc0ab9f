import { and, eq, getTableName, type Name as SqlName, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { backToDriver } from './as-sent';
import { pickColumns } from './columns';
import type { Context, Values } from './context';
import { literal } from './literal';
import { BYTES, FOUND, isCut, MAX_BYTES, named, openBytes, withinBytes } from './page-bytes';
import { builder, prepared, type Statement } from './prepared';
import { typeOf } from './sql-type';

/** How many related rows come along for one row at the most. One more is read, which tells whether there are more. */
export const MAX_INCLUDED = 100;

/** One way from a row to related rows. Columns are given in pairs: `from[i]` of the row equals `to[i]` of the target. */
export interface Related<Target extends z.ZodObject = z.ZodObject> {
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
  /** For many through a join table: the table, and how it meets the target. */
  through?: { table: PgTable; on: SQL | undefined };
  /** Which target rows count, e.g. those not deleted. May hold values of the context: `fromContext`. */
  where?: SQL | undefined;
}

type Row = Record<string, unknown>;

/**
 * Reads the rows that are related to these: one query, however many there are.
 *
 * @param bytes that there is room for
 * @returns related rows by the key of the row they belong to (`keyOf`), and the key of the row at which there was no more room
 */
export async function readRelated(
  context: Context,
  include: Related,
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

const statements = new WeakMap<Related, Statement<Row[]>>();

/** The rows are in its parameters alone, so it is built once. */
function statementOf(include: Related): Statement<Row[]> {
  const statement = statements.get(include) ?? prepared<Row[]>(relatedQuery(include));
  statements.set(include, statement);
  return statement;
}

/** A lateral join bounds the related rows for each row, inside the database. */
function relatedQuery(include: Related) {
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
    .limit(literal(include.many ? MAX_INCLUDED + 1 : 1))
    .as('related');
  const found = builder
    .select({ [PARENT]: sql<number>`${alias}.n::int`.as(PARENT), ...lateral._.selectedFields })
    .from(parents(include, alias))
    .crossJoinLateral(lateral);
  return bytes ? withinBytes(builder, found.as('found')) : found;
}

/** What the rows' keys are called in SQL: unlike the tables that are read beside them, where it would mean theirs. */
function parentAlias({ target, through }: Related): string {
  const tables = new Set([target, ...(through ? [through.table] : [])].map(getTableName));
  let alias = '_parent';
  while (tables.has(alias)) alias = `_${alias}`;
  return alias;
}

/** The rows' keys as a table: `unnest($1::uuid[]) with ordinality as _parent(k0, n)`. */
function parents({ to }: Related, alias: SqlName): SQL {
  const arrays = to.map((column, i) => sql`${sql.placeholder(arrayName(i))}::${typeOf(column)}[]`);
  const names = [...to.map((_, i) => keyName(i)), 'n'].map((name) => sql.identifier(name));
  return sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as ${alias}(${sql.join(names, sql`, `)})`;
}

function keyArrays({ to }: Related, keys: unknown[][]): Values {
  return Object.fromEntries(
    to.map((column, i) => [arrayName(i), keys.map((key) => backToDriver(column, key[i]))]),
  );
}

/** What a related row is selected with: the place of the row it belongs to. No column's key has a colon. */
const PARENT = 'include:parent';
const arrayName = (i: number) => `include:keys:${i}`;
const keyName = (i: number) => `k${i}`;

function distinctKeys({ from }: Related, rows: Row[]): unknown[][] {
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

/** A row's values of the columns that an include goes from, as one text. */
export function keyOf(values: unknown[]): string {
  return JSON.stringify(values.map(String));
}
