import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import { cancelQuery, isCancelled } from './cancel';
import { connectionFailed, noteUnsent, postgresError } from './errors';

/** As pg's own callbacks: an error, or null and what came of it. */
export type Callback<Result> = (error: Error | null | undefined, result?: Result) => void;

/** What is done on a connection, and says when it is done. */
type Work<Result> = (client: PoolClient, done: Callback<Result>) => void;

/**
 * Does work on a connection of the pool. When the signal says so, it fails at once: what has no connection yet will not wait for
 * one, and what Postgres is at is cancelled.
 *
 * With callbacks, because promises are a tenth of the CPU of reading one row.
 *
 * @param settle told the signal's reason, or whatever comes of the work; after the signal's reason it may be told once more
 */
export function useConnection<Result>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: Work<Result>,
  settle: Callback<Result>,
): void {
  if (signal?.aborted) {
    settle(signal.reason as Error);
    return;
  }
  let held: PoolClient | undefined;
  const abort = () => {
    if (held) cancelQuery(held);
    settle(signal?.reason as Error);
  };
  signal?.addEventListener('abort', abort);
  pool.connect((error, client, release) => {
    if (!client || signal?.aborted) {
      signal?.removeEventListener('abort', abort);
      // Who waited for too long is given neither.
      client?.release();
      settle(error ? noteUnsent(error) : (signal?.reason as Error));
      return;
    }
    held = client;
    const done: Callback<Result> = (failure, result) => {
      signal?.removeEventListener('abort', abort);
      release(failure ? isSpoiled(failure) : false);
      settle(failure, result);
    };
    try {
      work(client, done);
    } catch (failure) {
      done(failure as Error);
    }
  });
}

/** `useConnection`, again on another connection where this one's plans are from before a migration. */
export function useFreshConnection<Result>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: Work<Result>,
  settle: Callback<Result>,
): void {
  // Each of them may have one.
  let left = pool.options.max;
  const use = () =>
    useConnection(pool, signal, work, (failure, result) => {
      if (failure && left > 0 && isStale(failure)) {
        left -= 1;
        use();
      } else settle(failure, result);
    });
  use();
}

/**
 * `useConnection` for work that is a promise.
 *
 * @param use which of the two above
 * @throws the signal's reason, or whatever the work throws
 */
export function onConnection<Result>(
  pool: Pool,
  signal: AbortSignal | undefined,
  work: (client: PoolClient) => Promise<Result>,
  use: typeof useConnection<Result> = useConnection,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    use(
      pool,
      signal,
      (client, settle) => void work(client).then((result) => settle(null, result), settle),
      (error, result) => (error ? reject(error) : resolve(result as Result)),
    );
  });
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
