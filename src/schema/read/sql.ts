import { is, SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Schema } from '../table.ts';

/**
 * Renders a drizzle SQL object to text with its parameters inlined, as it would stand in DDL. Columns are unqualified, as
 * indexes and checks want them, unless `qualified`: a policy may hold subqueries, in which a bare name means another column.
 */
export type RenderSql = (value: unknown, qualified?: boolean) => string;

/** A renderer for one casing. What can't be rendered, such as a placeholder, becomes an empty string. */
export function sqlRenderer(casing: Schema['casing']): RenderSql {
  const dialect = new PgDialect(casing ? { casing } : {});
  return (value, qualified = false) => {
    try {
      const resolved = typeof value === 'function' ? (value as () => unknown)() : value;
      if (typeof resolved === 'string') return resolved;
      return is(resolved, SQL)
        ? dialect.sqlToQuery(resolved.inlineParams(), qualified ? undefined : 'indexes').sql
        : '';
    } catch {
      return '';
    }
  };
}
