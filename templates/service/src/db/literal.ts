import { type Placeholder, sql } from 'drizzle-orm';

/**
 * A number for LIMIT that stands in the statement's text. Of one that comes with each call Postgres does not know how few rows it means, takes
 * them for a tenth of the table, and so makes the plan anew each time: that takes it longer than reading a page does.
 */
export function literal(limit: number): Placeholder {
  // What drizzle writes of a number is a placeholder, too, and its types know nothing else.
  return sql.raw(String(limit)) as unknown as Placeholder;
}
