import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { App } from './types';

/** What pages may send and read, as far as their origin may call at all. */
const OPTIONS: FastifyCorsOptions = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: ['etag', 'idempotency-replayed', 'location', 'retry-after', 'x-request-id'],
  maxAge: 600,
  // The refresh cookie of a browser: only origins that are named, and never *.
  credentials: true,
};

/** Whose pages may call from a browser; registered only where there are any, because it costs time. */
export async function registerCors(app: App, origins: string[]): Promise<void> {
  if (origins.length > 0) await app.register(cors, { origin: origins, ...OPTIONS });
}

export type CorsHeaders = (origin: string | undefined) => Record<string, string>;

/**
 * What the plugin sends with an answer, for those that are given before its turn comes: a page that may not read them can't tell a
 * refusal, nor when to come back, from a network that is down. Worked out once for each origin, since there may be very many of them.
 */
export function corsHeaders(origins: readonly string[]): CorsHeaders {
  if (origins.length === 0) return () => NONE;
  const { credentials, exposedHeaders } = OPTIONS;
  const headersFor = (allowed?: string): Record<string, string> => ({
    ...(allowed !== '*' && { vary: 'Origin' }),
    ...(allowed !== undefined && { 'access-control-allow-origin': allowed }),
    ...(credentials === true && { 'access-control-allow-credentials': 'true' }),
    'access-control-expose-headers': [exposedHeaders].flat().join(', '),
  });
  if (origins.includes('*')) {
    const any = headersFor('*');
    return () => any;
  }
  const byOrigin = new Map(origins.map((origin) => [origin, headersFor(origin)]));
  const other = headersFor();
  return (origin = '') => byOrigin.get(origin) ?? other;
}

const NONE: Record<string, string> = {};
