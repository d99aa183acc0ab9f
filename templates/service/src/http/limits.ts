import rateLimit from '@fastify/rate-limit';
import type { Config } from '../config';
import { registerCors } from './cors';
import type { App } from './types';

/** Who may call from a browser, and how often anybody may call: each only if configured, because each costs time. */
export async function registerLimits(
  app: App,
  { cors: { origins }, rateLimit: limit, server: { trustProxy } }: Config,
) {
  await registerCors(app, origins);
  if (trustProxy === false) sayIgnoredProxy(app);
  if (limit.max > 0) {
    await app.register(rateLimit, { global: false, max: limit.max, timeWindow: limit.window });
    countAll(app);
  }
}

/**
 * Counts what is refused later, too, and URLs that nothing serves. The plugin's own hooks are of each route, and come after those
 * of the app; a route that has a limit of its own, or none, is still the plugin's.
 */
function countAll(app: App): void {
  const count = app.rateLimit();
  app.addHook('onRequest', async (request, reply) => {
    const { rateLimit: own } = request.routeOptions.config;
    if (own === undefined) await count.call(app, request, reply);
  });
}

/** Without trust in it, all who come through a proxy are one client, and share one allowance: said once, and not at each request. */
function sayIgnoredProxy(app: App): void {
  let isSaid = false;
  app.addHook('onRequest', (request, _reply, done) => {
    if (!isSaid && request.headers['x-forwarded-for'] !== undefined) {
      isSaid = true;
      request.log.warn(
        'X-Forwarded-For is ignored, so that all clients behind a proxy are one: set TRUST_PROXY where there is a proxy.',
      );
    }
    done();
  });
}
