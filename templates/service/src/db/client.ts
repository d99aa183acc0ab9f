import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import type { DatabaseConfig } from '../config';
import { casing } from './casing';
import { leaveToDrizzle } from './run-mode';
import * as schema from './schema';

export type Database = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  db: Database;
  pool: Pool;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Told of each statement's text as it is sent; tests count queries with it. */
  onQuery?: (sql: string) => void;
  /** Told when an idle connection breaks. Without a listener, pg would end the process. */
  onError?: (error: Error) => void;
}

/**
 * Opens a pool of connections; the first one is made with the first query.
 *
 * The timeouts travel in the connection's startup packet. PgBouncer refuses them there unless its
 * `ignore_startup_parameters` names them.
 */
export function createDatabase(
  config: DatabaseConfig,
  { onQuery, onError = () => {} }: DatabaseOptions = {},
): DatabaseHandle {
  const pool = new Pool({
    connectionString: config.url,
    max: config.poolMax,
    min: config.poolMin,
    connectionTimeoutMillis: config.connectionTimeout,
    statement_timeout: config.statementTimeout,
    lock_timeout: config.lockTimeout,
    idle_in_transaction_session_timeout: config.idleInTransactionTimeout,
    keepAlive: true,
    options: '-c intervalstyle=iso_8601',
  });
  pool.on('error', onError);
  // The pool listens only while a connection is idle. One that breaks in use fails its query, and must not also end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  if (!config.ownRun) leaveToDrizzle(pool);
  const db = drizzle(pool, {
    schema,
    casing,
    logger: onQuery && { logQuery: (sql: string) => onQuery(sql) },
  });
  let closed: Promise<void> | undefined;
  return { db, pool, close: () => (closed ??= pool.end()) };
}
