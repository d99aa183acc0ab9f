import { z } from 'zod';
import type { DatabaseHandle } from '../db/client';
import { LackingMigrations } from '../db/health';
import { unavailable } from './problem';
import type { App } from './types';

const status = z.object({ status: z.literal('ok') });

/**
 * `/livez`: the process answers; restart it if not. `/readyz`: send it requests; it also needs the database for that, and
 * says no while it drains.
 */
export async function healthRoutes(
  app: App,
  { check }: Pick<DatabaseHandle, 'check'>,
): Promise<void> {
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
      await check().catch((error: unknown) => {
        const isBehind = error instanceof LackingMigrations;
        throw unavailable(
          isBehind ? 'The database lacks migrations.' : 'The database does not answer.',
          5,
          error,
        );
      });
      // The database answers again, or others: until it is read once more what is revoked, no token is taken.
      if (app.auth.access.isBlind()) {
        throw unavailable('It is not known which access tokens are revoked.', 5);
      }
      return { status: 'ok' as const };
    },
  );
}
