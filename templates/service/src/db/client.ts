import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, type PoolConfig, types } from 'pg';
import type { DatabaseConfig } from '../config';
import { addressOf } from './address';
import { casing } from './casing';
import { watchConnections } from './connection';
import { createHealth } from './health';
import { parseJson } from './json-keys';
import { setRunMode, type TransactionSettings } from './run-mode';
import * as schema from './schema';
import { startingWith } from './startup';
import { plainWarning } from './tls';

export type Database = NodePgDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseHandle {
  db: Database;
  pool: Pool;
  /** Whether Postgres answers, and has every migration; see `createHealth`. */
  check: () => Promise<void>;
  close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Told of each statement's text as it is sent; tests count queries with it. */
  onQuery?: (sql: string) => void;
  /** Told when an idle connection breaks. Without a listener, pg would end the process. */
  onError?: (error: Error) => void;
  /**
   * Told what may be meant and mostly is not: a plain connection to elsewhere, a URL that was read again and can't be taken, tables
   * whose rows the database hides from the service.
   */
  onWarning?: (message: string) => void;
  /** Where the migrations are that the database must have. */
  migrations?: string | undefined;
}

// Code that reads a JSON column as it is gets it from pg.
for (const type of [types.builtins.JSON, types.builtins.JSONB])
  types.setTypeParser(type, parseJson);

const KEEP_ALIVE_DELAY = 10_000;

/** Opens a pool of connections; the first one is made with the first query. */
export function createDatabase(
  config: DatabaseConfig,
  { onQuery, onError = () => {}, onWarning = () => {}, migrations }: DatabaseOptions = {},
): DatabaseHandle {
  const shared = connectionOptions(config, onWarning);
  const pool = new Pool({
    ...shared,
    max: config.poolMax,
    min: config.poolMin,
    connectionTimeoutMillis: config.connectionTimeout,
    // After a failover, addresses and plans are others.
    maxLifetimeSeconds: config.maxLifetime / 1000,
  });
  pool.on('error', onError);
  // The pool listens only while a connection is idle. One that breaks in use fails its query, and must not also end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const isPooled = config.pooler === 'transaction';
  watchConnections(pool, isPooled ? config.statementTimeout : config.answerTimeout);
  setRunMode(pool, {
    byDrizzle: !config.ownRun,
    unnamed: isPooled,
    settings: isPooled ? settingsOf(config) : undefined,
  });
  const db = drizzle(pool, {
    schema,
    casing,
    logger: onQuery && { logQuery: (sql: string) => onQuery(sql) },
  });
  const health = createHealth(shared, { onQuery, onError, onWarning, folder: migrations });
  const plain = plainWarning(config.url);
  if (plain) onWarning(plain);
  const close = async () => void (await Promise.all([pool.end(), health.close()]));
  let closed: Promise<void> | undefined;
  return { db, pool, check: health.check, close: () => (closed ??= close()) };
}

/**
 * What every connection is made with. Its settings travel in the startup packet, where a pooler whose connections to Postgres serve
 * many clients in turn takes only a few: there `watchConnections` bounds each statement, and each transaction sets the others.
 */
function connectionOptions(config: DatabaseConfig, warn: (message: string) => void): PoolConfig {
  const options = Object.entries(settingsOf(config)).map(([name, value]) => `-c ${name}=${value}`);
  const address = addressOf(config, warn);
  return {
    ...address,
    // Finds out that the other end is gone while nothing is asked.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY,
    ...(config.pooler === 'none'
      ? { options: options.join(' ') }
      : { Client: startingWith(REPORTED, address.Client) }),
  };
}

/** The settings of Postgres that the service counts on. */
function settingsOf(config: DatabaseConfig): TransactionSettings {
  return {
    statement_timeout: String(config.statementTimeout),
    lock_timeout: String(config.lockTimeout),
    idle_in_transaction_session_timeout: String(config.idleInTransactionTimeout),
    ...REPORTED,
    intervalstyle: 'iso_8601',
    extra_float_digits: '1',
  };
}

/** How values are written: a server may have been told otherwise, or run in another zone. Postgres tells poolers when these change. */
const REPORTED = { datestyle: 'ISO', timezone: 'UTC' };
