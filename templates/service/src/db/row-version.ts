import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/**
 * The version of a row, for ETags and optimistic concurrency: Postgres's own `xmin`, the id of the transaction that wrote
 * the row last. It changes with every update, needs no column and cannot be forgotten by a statement written elsewhere.
 *
 * @see https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export function rowVersion(table: PgTable): SQL<string> {
  return sql<string>`${table}.xmin::text`;
}

/**
 * True for rows whose version is one of those that `expecting` binds. Part of the UPDATE's own WHERE, never a check before
 * it: between a read and a write somebody else may write.
 */
export function hasVersion(table: PgTable): SQL {
  return sql`${table}.xmin::text = any(${sql.placeholder(VERSIONS)}::text[])`;
}

/** The versions for `hasVersion`, to be given to the statement beside the row's key. */
export function expecting(versions: readonly string[]): Record<string, unknown> {
  return { [VERSIONS]: versions };
}

/** A part of the key may be called `versions`; none has a colon. */
const VERSIONS = 'row:versions';
