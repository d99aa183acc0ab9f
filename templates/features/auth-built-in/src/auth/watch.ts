import type { FastifyBaseLogger } from 'fastify';

export interface Watch {
  /** What is done, for the log. */
  what: string;
  /** Milliseconds between the end of one time and the begin of the next. */
  every: number;
  log: FastifyBaseLogger;
}

/**
 * Does the work at once, and then again and again until it is stopped. A failure is logged when it begins and when it ends:
 * a database that is away for an hour is two lines.
 *
 * @returns stops it, and waits for what is under way
 */
export async function watch(
  work: () => Promise<void>,
  { what, every, log }: Watch,
): Promise<() => Promise<void>> {
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();

  function again(): void {
    current = once();
  }

  async function once(): Promise<void> {
    try {
      await work();
      if (failing) log.info(`${what}: works again`);
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, `${what}: failed`);
      failing = true;
    }
    if (!stopped) timer = setTimeout(again, every).unref();
  }

  again();
  await current;
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current;
  };
}
