import { is, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, PgEnumColumn, PgEnumObjectColumn } from 'drizzle-orm/pg-core';

/**
 * The type of a column's values, to cast to. `serial` is none but an integer with a default, a collation is of the column, and an
 * enum may need quotes or its schema before it.
 */
export function typeOf(column: PgColumn): SQL {
  if (is(column, PgEnumColumn) || is(column, PgEnumObjectColumn)) return sql`${column.enum}`;
  return sql.raw(
    column
      .getSQLType()
      .replace(COLLATION, '')
      .replace(/^(small|big)?serial$/, (_, size = '') => `${size}int`),
  );
}

const COLLATION = / collate (?:"[^"]*"|[^\s".]+)(?:\.(?:"[^"]*"|\S+))?/i;
