import { AsyncResource } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';

/**
 * Told of a statement when it is sent, by its text: values travel beside it, and are not in there. It is called in the
 * asynchronous context of whoever asked for the statement.
 *
 * @returns what is called once when the statement has ended, in whatever context
 */
export type QueryWatcher = (text: string) => (error: Error | null) => void;

/**
 * Tells of each statement of a pool, whoever runs it: `prepared`, drizzle, a transaction's own `begin`. At the connection,
 * because that is the one place which all of them pass.
 *
 * Call it before the pool has any connection.
 */
export function watchQueries(pool: Pool, watcher: QueryWatcher): void {
  const connect = pool.connect.bind(pool) as (done?: Callback) => unknown;
  pool.connect = ((done?: Callback) => connect(done && inItsContext(done))) as Pool['connect'];
  pool.on('connect', (client) => watchClient(client, watcher));
}

type Callback = (...args: unknown[]) => unknown;

/**
 * Who had to wait for a connection is called by whoever gave it back: without this, its statements would count as theirs.
 *
 * Not `AsyncResource.bind`: that takes 10 us, and this 0.2.
 */
function inItsContext(done: Callback): Callback {
  const resource = new AsyncResource('PoolRequest');
  return (...args) => resource.runInAsyncScope(done, undefined, ...args);
}

/** All that a connection may be asked to run: a text, an object with one, or somebody's own query. */
type Asked = string | { text?: string; callback?: Callback; submit?: unknown };

function watchClient(client: PoolClient, watcher: QueryWatcher): void {
  const query = client.query.bind(client) as Callback;
  const watched = (asked: Asked, ...rest: unknown[]): unknown => {
    const ended = watcher(typeof asked === 'string' ? asked : (asked.text ?? ''));
    const around = (callback: Callback): Callback => {
      return (error, ...results) => {
        ended((error ?? null) as Error | null);
        return callback(error, ...results);
      };
    };
    if (typeof asked === 'object' && asked.callback) asked.callback = around(asked.callback);
    const result = query(
      asked,
      ...rest.map((arg) => (typeof arg === 'function' ? around(arg as Callback) : arg)),
    );
    // Whoever waits for it hears of its failure.
    if (result instanceof Promise) result.then(() => ended(null), ended);
    return result;
  };
  client.query = watched as PoolClient['query'];
}
