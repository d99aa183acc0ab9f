import { drizzle } from 'drizzle-orm/node-postgres';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { casing } from '../db/casing';
import type { Database } from '../db/client';
import { onConnection } from '../db/connection';
import * as schema from '../db/schema';

export interface Watch {
  /** What is done, for the log. */
  what: string;
  /** Milliseconds between the end of one time and the begin of the next. */
  every: number;
  /** After which it is given up, and begun anew on another connection: what it waits for may never come. */
  within: number;
  log: FastifyBaseLogger;
}

/**
 * Does the work at once, and then again and again until it is stopped. A failure is logged when it begins and when it ends:
 * a database that is away for an hour is two lines.
 *
 * @param work given the database on a connection that is given up when it is stopped: one that is silent must not hold that up
 * @returns stops it, and waits until what is under way has ended
 */
export async function watch(
  pool: Pool,
  work: (db: Database) => Promise<void>,
  { what, every, within, log }: Watch,
): Promise<() => Promise<void>> {
  let isStopped = false;
  let running = new AbortController();
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();

  function again(): void {
    current = once();
  }

  async function once(): Promise<void> {
    running = new AbortController();
    const late = new Error(`not done within ${within} ms`);
    const clock = setTimeout(() => running.abort(late), within).unref();
    try {
      await onConnection(pool, running.signal, (client) =>
        work(drizzle(client, { schema, casing })),
      );
      if (failing) log.info(`${what}: works again`);
      failing = false;
    } catch (error) {
      if (isStopped) return;
      if (!failing) log.warn({ err: error }, `${what}: failed`);
      failing = true;
    } finally {
      clearTimeout(clock);
    }
    if (!isStopped) timer = setTimeout(again, every).unref();
  }

  again();
  await current;
  return async () => {
    isStopped = true;
    running.abort();
    clearTimeout(timer);
    await current;
  };
}
