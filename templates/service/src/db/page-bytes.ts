import { is, SQL, sql, type Subquery } from 'drizzle-orm';
import { PgColumn } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './client';
import { columnsOf, type Source } from './columns';
import type { Context } from './context';

/** How much of rows is read for one answer where nothing else is configured. */
export const DEFAULT_MAX_BYTES = 4_194_304;

/** By what statements run on. */
const limits = new WeakMap<object, number>();

/** Says how much of rows is read for one answer: their number is bounded, and so must be what they hold. */
export function setMaxBytes(db: Context['db'], bytes: number): void {
  limits.set(db, bytes);
}

/** @param parts of the answer, which share it: the page itself, and each include */
export function maxBytes({ db }: Context, parts: number): number {
  return Math.floor((limits.get(db) ?? DEFAULT_MAX_BYTES) / parts);
}

/** Of a text that can't be longer, a page holds nothing to speak of. */
const SHORT = 1000;

const OPEN = new Set(['PgJson', 'PgJsonb', 'PgArray', 'PgCustomColumn']);

/**
 * The bytes of a row that are as many as somebody wrote: of long text, JSON, lists. Postgres knows the length of a text without
 * reading it.
 *
 * @param fields what is selected of the row
 * @returns undefined where each row is short
 */
export function openBytes(
  source: Source,
  fields: Record<string, unknown>,
): SQL.Aliased<number> | undefined {
  const sizes = Object.values(openSizes(source, fields));
  return sizes.length > 0 ? sql<number>`${sql.join(sizes, sql` + `)}`.as(BYTES) : undefined;
}

/** The bytes of each value that is as long as somebody wrote. */
function openSizes(source: Source, fields: Record<string, unknown>): Record<string, SQL> {
  const sizes: Record<string, SQL> = {};
  for (const [key, column] of Object.entries(columnsOf(source))) {
    if (!Object.hasOwn(fields, key) || !is(column, PgColumn)) continue;
    if (OPEN.has(column.columnType)) sizes[key] = sql`coalesce(octet_length(${column}::text), 0)`;
    else if (isLongText(column)) sizes[key] = sql`coalesce(octet_length(${column}), 0)`;
  }
  return sizes;
}

function isLongText(column: PgColumn): boolean {
  const { length = Infinity } = column as PgColumn & { length?: number };
  const isText = column.columnType === 'PgText' || column.columnType === 'PgVarchar';
  return isText && !column.enumValues?.length && length > SHORT;
}

/** What is selected beside a row. No column's key has a colon. */
export const BYTES = 'bytes:own';
const BEFORE = 'bytes:before';
/** How many rows there were, with those that there was no room for. */
export const FOUND = 'bytes:found';

/** True with a row that has more than its share. */
const LONG = 'bytes:long';

/** The placeholder for how much is read. */
export const MAX_BYTES = 'bytes:max';

/** The placeholder for how much of that is one row's share. */
export const SHARE = 'bytes:share';

/** Fields under names by which a query around theirs asks for them: what is no column needs one. */
export function named(fields: Record<string, unknown>): Record<string, PgColumn | SQL.Aliased> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field], i) => [
      key,
      is(field, SQL) ? field.as(`sent:${i}`) : (field as PgColumn),
    ]),
  );
}

/**
 * The rows as they are, as long as none has more than its share: then there is room for all of them. A row that has more (`hasLong`) comes
 * without its long values. Most pages need nothing else, and for Postgres it is two thirds of the work that `withinBytes` is.
 *
 * @param rows selected with `openBytes`
 * @param source whose columns the rows have
 */
export function withinShares(db: Database | Transaction, rows: Subquery, source: Source) {
  const { [BYTES]: bytes, ...fields } = rows._.selectedFields as Record<string, Field>;
  const isLong = sql`${bytes} > ${sql.placeholder(SHARE)}::bigint`;
  const shared = Object.keys(openSizes(source, fields)).map((key) => {
    const field = fields[key] as Field;
    const value = sql`case when ${isLong} then null else ${field} end`;
    return [key, value.mapWith(decoderOf(field))];
  });
  const long = sql<true | null>`case when ${isLong} then true end`;
  return db.select({ ...fields, ...Object.fromEntries(shared), [LONG]: long }).from(rows);
}

type Field = PgColumn | SQL.Aliased;

function decoderOf(field: Field): PgColumn {
  return is(field, SQL.Aliased) ? (field.sql as unknown as { decoder: PgColumn }).decoder : field;
}

/** Whether some of the rows have more than their share, and were not read as a whole. */
export function hasLong(rows: readonly Record<string, unknown>[]): boolean {
  return rows.some((row) => row[LONG]);
}

/**
 * Those of the rows before which there is room: at least one. The others don't leave the database, which does not even read their
 * long values.
 *
 * @param rows selected with `openBytes`, in the order in which they are sent
 */
export function withinBytes(db: Database | Transaction, rows: Subquery) {
  const { [BYTES]: bytes, ...fields } = rows._.selectedFields as Record<string, SQL.Aliased>;
  const before = sql`coalesce(sum(${bytes}) over (rows between unbounded preceding and 1 preceding), 0)`;
  const measured = db
    .select({
      ...fields,
      [BEFORE]: before.as(BEFORE),
      [FOUND]: sql`count(*) over ()`.as(FOUND),
    })
    .from(rows)
    .as('measured');
  const {
    [BEFORE]: place,
    [FOUND]: found,
    ...sent
  } = measured._.selectedFields as Record<string, SQL.Aliased>;
  // The first row says it for all: a number with each is a tenth of the CPU of a list.
  const said = sql<number | null>`case when ${place} = 0 then ${found} end`.as(FOUND);
  return db
    .select({ ...sent, [FOUND]: said })
    .from(measured)
    .where(sql`${place} < ${sql.placeholder(MAX_BYTES)}`);
}

/** Whether there was no room for some of the rows. */
export function isCut(rows: readonly Record<string, unknown>[]): boolean {
  return Number(rows[0]?.[FOUND] ?? 0) > rows.length;
}
