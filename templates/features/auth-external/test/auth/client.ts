import type { LightMyRequestResponse } from 'fastify';
import { signedIn } from '../../src/access/policy';
import { callerOf } from '../../src/auth/guard';
import { textOfUser } from '../../src/auth/users';
import type { Module } from '../../src/http/types';
import { createTestApp, type TestApp, type TestAppOptions } from '../app';

/** Says who calls. */
const whoami: Module = {
  resource: 'me',
  prefix: '/me',
  routes: async (app) => {
    app.get('/', { config: { access: signedIn, work: [] } }, async (request) => {
      const { userId, roles } = callerOf(request);
      return { userId: textOfUser(userId), roles };
    });
  },
};

export interface AuthApp extends TestApp {
  /** Asks who calls. */
  me: (token: string) => Promise<LightMyRequestResponse>;
}

export async function createAuthApp(options: TestAppOptions = {}): Promise<AuthApp> {
  const t = await createTestApp({ modules: [whoami], ...options });
  const me: AuthApp['me'] = (token) =>
    t.app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } });
  return { ...t, me };
}
