import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../db/client';
import { deleteOldAnswers } from './answers';

export interface Sweep {
  /** Milliseconds between the end of one time and the begin of the next. */
  every: number;
  keptHours: number;
  log: FastifyBaseLogger;
}

/**
 * Deletes what is over now and then, in each process: several at once do no harm.
 *
 * @returns stops it, and waits until what is under way has ended
 */
export function sweepAnswers(db: Database, { every, keptHours, log }: Sweep): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  let isStopped = false;

  function later(): void {
    // Processes that started together do not come together.
    timer = setTimeout(start, every * (0.5 + Math.random())).unref();
  }

  function start(): void {
    current = sweep();
  }

  async function sweep(): Promise<void> {
    try {
      await deleteOldAnswers(db, keptHours);
    } catch (error) {
      // The next time will do: what is over is not answered with anyway.
      if (!isStopped) log.warn({ err: error }, 'old answers were not deleted');
    }
    if (!isStopped) later();
  }

  later();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
  };
}
