import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { unavailable } from './problem';
import type { App } from './types';

const DATABASE_TIMEOUT = 1000;

const status = z.object({ status: z.literal('ok') });

/**
 * `/livez`: the process answers; restart it if not. `/readyz`: send it requests; it also needs the database for that, and
 * says no while it drains.
 */
export async function healthRoutes(app: App): Promise<void> {
  // Asked every few seconds: not worth a line in the log, nor a client's allowance.
  const config = { quiet: true, public: true, rateLimit: false } as const;

  app.get(
    '/livez',
    { config: { ...config, work: [] }, schema: { tags: ['health'], response: { 200: status } } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { ...config, work: ['read'] },
      schema: { tags: ['health'], response: { 200: status } },
    },
    async () => {
      if (app.lifecycle.draining) throw unavailable('The service is shutting down.', 5);
      await within(DATABASE_TIMEOUT, app.db.execute(sql`select 1`));
      return { status: 'ok' as const };
    },
  );
}

/** @throws {Problem} 503 when the work takes longer, or fails; it is not cancelled, only no longer waited for */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('The database did not answer in time')),
      milliseconds,
    );
  });
  try {
    await Promise.race([work, timeout]);
  } catch (error) {
    throw unavailable('The database does not answer.', 5, error);
  } finally {
    clearTimeout(timer);
  }
}
