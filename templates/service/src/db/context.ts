import { type Placeholder, sql } from 'drizzle-orm';
import type { Database, Transaction } from './client';

/**
 * What a query is given to run with, always as its first argument. `contextOf(request)` makes it in a route, `{ db }` does in
 * a script or test, and `inTransaction` hands on the same one with the transaction in it.
 */
export interface Context {
  /** Where statements run: on the pool, or on the connection of a transaction. */
  db: Database | Transaction;
  /** Ends what runs: statements, and a transaction as a whole. A route's has it from the request: its time is up, or nobody waits for it. */
  signal?: AbortSignal | undefined;
  /** Until when what comes of it is of use, as `performance.now()` counts; nothing is tried again beyond that. */
  deadline?: number | undefined;
  /** Values for `fromContext`. */
  values?: Readonly<Values>;
}

export type Values = Record<string, unknown>;

/**
 * Stands in a statement for a value that the context brings, so that no caller can forget to pass it, nor a client choose it:
 * `where: eq(documents.tenantId, fromContext('tenant'))`.
 */
export function fromContext(name: string): Placeholder {
  return sql.placeholder(placeholderName(name));
}

/** The values for all placeholders of a statement: those that are given with the call, and the context's own. */
export function valuesIn({ values }: Context, given: Values): Values {
  if (!values) return given;
  const own = Object.entries(values).map(([name, value]) => [placeholderName(name), value]);
  return { ...given, ...Object.fromEntries(own) };
}

/** No column's placeholder has a colon in its name. */
function placeholderName(name: string): string {
  return `context:${name}`;
}
