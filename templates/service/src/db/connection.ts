import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { cancelQuery, isCancelled } from './cancel';
import { connectionFailed, noteUnsent, postgresError } from './errors';

/**
 * Does work on a connection of the pool. When the signal says so, it fails at once: what has no connection yet will not wait for
 * one, and what Postgres is at is cancelled.
 *
 * @throws the signal's reason, or whatever the work throws
 */
export function onConnection<Result>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    let held: PoolClient | undefined;
    const abort = () => {
      if (held) cancelQuery(held);
      reject(signal?.reason as Error);
    };
    const use = async () => {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', abort);
      const client = await pool.connect().catch((error: Error) => {
        throw noteUnsent(error);
      });
      let isUnknown = false;
      try {
        signal?.throwIfAborted();
        held = client;
        return await work(client);
      } catch (error) {
        isUnknown = isSpoiled(error);
        throw error;
      } finally {
        signal?.removeEventListener('abort', abort);
        client.release(isUnknown);
      }
    };
    use().then(resolve, reject);
  });
}

/** `onConnection`, again on another connection where this one's plans are from before a migration. */
export async function onFreshConnection<Result>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  // Each of them may have one.
  for (let left = pool.options.max; ; left -= 1) {
    try {
      return await onConnection(pool, signal, work);
    } catch (error) {
      if (!isStale(error) || left <= 0) throw error;
    }
  }
}

/** Errors about values (22), constraints (23), other transactions (40) and a trigger's own (P0) say nothing against a connection or its plans. */
const HARMLESS = /^(?:22|23|40|P0)/;

/**
 * Whether a statement was prepared before a migration that changed what it gives. Nothing was done, and a new connection has no
 * old plans.
 */
export function isStale(error: unknown): boolean {
  const cause = postgresError(error);
  // Other statements that Postgres does not support have this code, too.
  return cause?.code === '0A000' && cause.routine === 'RevalidateCachedQuery';
}

/** Whether the connection must not be used again. pg's own pool gives one up for each value that is taken already. */
export function isSpoiled(error: unknown): boolean {
  const code = postgresError(error)?.code;
  return code === undefined ? connectionFailed(error) : !HARMLESS.test(code);
}

/**
 * Keeps to a pool what may be used again. A connection is closed when it is given back while its query still runs, while its
 * transaction is open, or after its query was cancelled. A query on which Postgres says nothing for too long is cancelled.
 *
 * @param silence milliseconds; 0 is for ever
 */
export function watchConnections(pool: Pool, silence: number): void {
  pool.on('connect', (client) => {
    // The socket's own measure: it costs next to nothing for each query.
    (client as unknown as Session).connection.stream.setTimeout(silence, () => {
      if (isBusy(client)) cancelQuery(client);
    });
  });
  pool.on('release', (_error, client) => {
    const isIdle = client.getTransactionStatus() === 'I' && !isBusy(client);
    if (!isIdle || isCancelled(client)) void client.end();
  });
}

/** Not `readyForQuery`: after an error that comes only when the connection has been given back already. */
function isBusy(client: PoolClient): boolean {
  return Boolean((client as unknown as Session)._getActiveQuery());
}

/** What @types/pg leave out. */
interface Session {
  _getActiveQuery: () => unknown;
  connection: { stream: Socket };
}
