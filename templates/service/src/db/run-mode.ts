import { Pool, type PoolClient } from 'pg';

const leftToDrizzle = new WeakSet<Pool | PoolClient>();

/**
 * Has drizzle run every statement on this pool, and on each of its connections, through pg's own query. Call it before the
 * pool has any.
 */
export function leaveToDrizzle(pool: Pool): void {
  leftToDrizzle.add(pool);
  pool.on('connect', (client) => leftToDrizzle.add(client));
}

export function isLeftToDrizzle(client: Pool | PoolClient): boolean {
  return leftToDrizzle.has(client) || isPipelined(client);
}

/** pg refuses any query but its own where it sends one before the last one's answer. */
function isPipelined(client: Pool | PoolClient): boolean {
  return (client instanceof Pool ? client.options : client).pipeline === true;
}
