import { contextOf } from '../http/context';
import type { Route } from '../http/guards';
import type { App } from '../http/types';
import { demand } from './policy';

/**
 * Refuses whoever may not do what a route does, before its body is looked at; whose row it is, its queries see to. A route that
 * does not say who may call it stops the service from starting.
 */
export function registerAccess(app: App): void {
  app.addHook('onReady', async () => {
    app.routes.forEach(requireAccess);
  });
  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (!access) return;
    demand(access, contextOf(request));
  });
}

function requireAccess({ method, url, config }: Route): void {
  if (config?.public || config?.access) return;
  const route = `${[method].flat().join()} ${url}`;
  throw new Error(`${route} does not say who may call it: see src/access/policy.ts`);
}
