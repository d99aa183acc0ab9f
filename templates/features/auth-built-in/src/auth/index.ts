import { registerAccess } from '../access';
import type { Config } from '../config';
import type { DatabaseHandle } from '../db/client';
import type { App } from '../http/types';
import { createAuth } from './auth';
import { logRefusals } from './events';
import { authenticate } from './guard';
import { authRoutes, keyRoutes } from './routes';

/** Makes sign-in, which routes find as `app.auth`; it ends with the app, before the database does. */
export async function registerAuth(
  app: App,
  config: Config,
  database: DatabaseHandle,
): Promise<void> {
  const auth = await createAuth(config, database, app.log);
  app.decorate('auth', auth);
  app.addHook('onClose', () => auth.close());
}

/**
 * Refuses whoever is not signed in, on every route that is not declared public (one that nobody thought of is closed), and then who
 * may not do what it does.
 */
export function registerGuard(app: App): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    const { public: isOpen, access } = request.routeOptions.config;
    // Behind a URL that nothing serves there is nothing to see.
    if (isOpen || request.is404) return;
    // What everybody may read, those who are signed in read as who they are.
    if (access?.who === 'public' && request.headers.authorization === undefined) return;
    request.caller = await authenticate(app, request);
  });
  registerAccess(app);
  logRefusals(app);
}

/** What is served beside the modules. */
export async function registerAuthRoutes(app: App): Promise<void> {
  await app.register(keyRoutes);
  await app.register(authRoutes, { prefix: '/v1/auth' });
}
