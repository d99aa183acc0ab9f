import { Pool, type PoolClient } from 'pg';

const leftToDrizzle = new WeakSet<Pool | PoolClient>();
const settings = new WeakMap<Pool, TransactionSettings>();

/** Settings of Postgres and their values. */
export type TransactionSettings = Readonly<Record<string, string>>;

/** How statements run on a pool, and on each of its connections. */
export interface RunMode {
  /** drizzle runs them, through pg's own query. */
  byDrizzle: boolean;
  /** They have no name, whoever gave them one, so that Postgres keeps none of them; drizzle runs these. */
  unnamed: boolean;
  /** What each transaction has to set for itself, because its connection can't. */
  settings?: TransactionSettings | undefined;
}

/** Call it before the pool has any connection. */
export function setRunMode(pool: Pool, mode: RunMode): void {
  const apply = (client: Pool | PoolClient) => {
    if (mode.byDrizzle || mode.unnamed) leftToDrizzle.add(client);
  };
  if (mode.settings) settings.set(pool, mode.settings);
  apply(pool);
  pool.on('connect', apply);
  if (mode.unnamed) pool.on('connect', takeNames);
}

/**
 * Takes the names off all statements of a connection. At the connection, because that is the one place which all of them pass: those
 * of libraries as well.
 */
function takeNames(client: PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const unnamed = (asked: string | { name?: string; submit?: unknown }, ...rest: unknown[]) => {
    // What sends itself is somebody's own class, and no copy of it would be one.
    const isNamed = typeof asked === 'object' && asked.name !== undefined && !asked.submit;
    return query(isNamed ? { ...asked, name: undefined } : asked, ...rest);
  };
  client.query = unnamed as PoolClient['query'];
}

export function isLeftToDrizzle(client: Pool | PoolClient): boolean {
  return leftToDrizzle.has(client) || isPipelined(client);
}

export function settingsOf(pool: Pool): TransactionSettings | undefined {
  return settings.get(pool);
}

/** pg refuses any query but its own where it sends one before the last one's answer. */
function isPipelined(client: Pool | PoolClient): boolean {
  return (client instanceof Pool ? client.options : client).pipeline === true;
}
