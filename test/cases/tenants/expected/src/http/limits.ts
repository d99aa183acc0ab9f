import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { Config } from '../config';
import type { App } from './types';

/** Who may call from a browser, and how often anybody may call: each only if configured, because each costs time. */
export async function registerLimits(app: App, { cors: { origins }, rateLimit: limit }: Config) {
  if (origins.length > 0) {
    await app.register(cors, {
      origin: origins,
      // The refresh cookie of a browser: only the origins above, and never *.
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['etag', 'location', 'retry-after', 'x-request-id'],
      maxAge: 600,
    });
  }
  if (limit.max > 0) {
    await app.register(rateLimit, {
      max: limit.max,
      timeWindow: limit.window,
    });
  }
}
