import { registerAccess } from '../access';
import type { Config } from '../config';
import type { DatabaseHandle } from '../db/client';
import type { App } from '../http/types';
import { createAuth } from './auth';
import { logRefusals } from './events';
import { authenticate } from './guard';

/** Makes what checks tokens, which the guard finds as `app.auth`. */
export function registerAuth(app: App, config: Config, database: DatabaseHandle): void {
  const auth = createAuth(config, database, app.log);
  app.decorate('auth', auth);
  app.addHook('onClose', async () => auth.close());
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
