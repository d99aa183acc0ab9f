import { is, type SQL, sql } from 'drizzle-orm';
import { type NodePgClient, NodePgSession } from 'drizzle-orm/node-postgres';
import { type PgDialect, PgTransaction, type PgTransactionConfig } from 'drizzle-orm/pg-core';
import type { Pool } from 'pg';
import type { Database } from './client';
import { onConnection } from './connection';
import type { Context } from './context';
import { type RetryOptions, retryTransient } from './retry';
import { settingsOf, type TransactionSettings } from './run-mode';

export type TransactionOptions = PgTransactionConfig & Omit<RetryOptions, 'cancelled' | 'deadline'>;

/**
 * Runs the work in one transaction: all of it happens, or nothing. A deadlock, a serialization failure or a connection that did not
 * come about makes it run again from the start, so the work must have no effect outside of the database (no mail, no HTTP call).
 *
 * When the context's signal ends it, it fails at once and is undone.
 *
 * Within a transaction, the work is a part of that: undone by itself when it fails, and only tried again with the whole.
 *
 * ```ts
 * await inTransaction(contextOf(request), async (context) => {
 *   const order = await queries.create(context, request.body);
 *   await insertItems(context, order.id, items);
 * });
 * ```
 *
 * @param work what it is given is the context with the transaction in it: whatever runs with another context is not part of it
 * @param options isolation level and access mode of the whole, and how to retry
 */
export function inTransaction<Given extends Context, Result>(
  context: Given,
  work: (context: Given) => Promise<Result>,
  { log, budget, time, ...config }: TransactionOptions = {},
): Promise<Result> {
  const { db, signal: cancelled, deadline } = context;
  if (is(db, PgTransaction)) return db.transaction((tx) => work({ ...context, db: tx }));
  const options = { log, budget, time, cancelled, deadline };
  return retryTransient(() => transaction(db, context, { work, config }), options);
}

/**
 * drizzle's own, on a connection that is given back whatever happens: its own would keep the connection when the first
 * statement fails, and give one back whose state is not known.
 */
function transaction<Given extends Context, Result>(
  db: Database,
  context: Given,
  { work, config }: { work: (context: Given) => Promise<Result>; config: PgTransactionConfig },
): Promise<Result> {
  const { signal } = context;
  const { client: pool, dialect, schema, options } = db._.session as unknown as PoolSession;
  return onConnection(pool, signal, (client) =>
    new NodePgSession(client, dialect, schema, options).transaction(async (tx) => {
      const settings = settingsOf(pool);
      if (settings) await tx.execute(setLocally(settings));
      const result = await work({ ...context, db: tx });
      // Nobody waits for it any more: it is undone.
      signal?.throwIfAborted();
      return result;
    }, config),
  );
}

function setLocally(settings: TransactionSettings): SQL {
  const calls = Object.entries(settings).map(
    ([name, value]) => sql`set_config(${name}, ${value}, true)`,
  );
  return sql`select ${sql.join(calls, sql`, `)}`;
}

/** What drizzle keeps to itself of a session on a pool. */
interface PoolSession {
  client: Pool & NodePgClient;
  dialect: PgDialect;
  schema: ConstructorParameters<typeof NodePgSession>[2];
  options: ConstructorParameters<typeof NodePgSession>[3];
}
