import cookie from '@fastify/cookie';
import type { App } from '../../http/types';
import { accountRoutes } from './account.routes';
import { sessionRoutes } from './session.routes';
import { signInRoutes } from './sign-in.routes';

/** Seconds for which others may keep the keys; shorter than AUTH_KEY_AHEAD_SECONDS. */
const KEYS_MAX_AGE = 300;

export async function authRoutes(app: App): Promise<void> {
  await app.register(cookie);
  await app.register(signInRoutes);
  await app.register(accountRoutes);
  await app.register(sessionRoutes);
}

/** The keys with which anybody can check our access tokens. */
export async function keyRoutes(app: App): Promise<void> {
  app.get(
    '/.well-known/jwks.json',
    { config: { public: true, work: [] }, schema: { hide: true } },
    async (_, reply) => {
      reply.header('cache-control', `public, max-age=${KEYS_MAX_AGE}`);
      return { keys: app.auth.keys.published() };
    },
  );
}
