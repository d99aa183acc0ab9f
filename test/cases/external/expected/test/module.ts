import type { App, Module } from '../src/http/types';

/** A module of a test's own, served under `/v1/<resource>`: what its routes are for is not who calls them. */
export function testModule(resource: string, routes: (app: App) => void): Module {
  return {
    resource,
    prefix: `/${resource}`,
    routes: async (app) => {
      app.addHook('onRoute', (route) => {
        route.config = { ...route.config, public: true };
      });
      routes(app);
    },
  };
}
