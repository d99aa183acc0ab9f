import { z } from 'zod';
import { databaseVariables } from './database';
import { type Environment, environments, isLocal } from './environments';
import { flag, integer, isOrigin, isProxy, milliseconds } from './values';

/** What no profile holds and nothing shows. Of a URL, that is the password in it. */
export const secrets = { DATABASE_URL: 'url' } as const;

export type Secret = keyof typeof secrets;

export type Values = z.output<ReturnType<typeof variablesSchema>>;

/** What a profile may say. */
export type Settings = Omit<Values, Secret | 'APP_ENV'>;

/** Of pages: as browsers send them, and outside of a developer's machine such as nobody on the way can change. */
const origins = (local: boolean) =>
  z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine((list) => list.every((origin) => origin === '*' || isOrigin(origin)), {
      error: 'must be origins such as https://app.example.com, separated by commas',
      abort: true,
    })
    .refine((list) => local || list.every((origin) => !origin.startsWith('http:')), {
      error: 'must be https: whoever is on the way could change such a page',
    });

/** Fastify's trustProxy: how many proxies to trust, or their addresses. Wrong values let clients fake their address. */
const trustProxy = z
  .string()
  .refine((value) => /^(?:true|false|\d+)$/.test(value) || value.split(',').every(isProxy), {
    error:
      'must be a number of proxies, or their addresses (10.0.0.1, 10.0.0.0/8), separated by commas',
  })
  .transform((value): boolean | number | string => {
    if (value === 'true' || value === 'false') return value === 'true';
    return /^\d+$/.test(value) ? Number(value) : value;
  });

/** Every variable that the service reads, with its value where nothing sets it. What has none, each profile sets. */
export function variablesSchema(environment: Environment) {
  const local = isLocal(environment);
  return z.object({
    APP_ENV: z.enum(environments),
    HOST: z.string(),
    PORT: integer(0, 65_535).default(3000),
    TRUST_PROXY: trustProxy.default(false),
    BODY_LIMIT_BYTES: integer(1024, 104_857_600).default(1_048_576),
    HEADER_LIMIT_BYTES: integer(1024, 1_048_576).default(16_384),
    HEADERS_TIMEOUT_MS: milliseconds().default(10_000),
    REQUEST_TIMEOUT_MS: milliseconds().default(30_000),
    IDLE_SOCKET_TIMEOUT_MS: milliseconds().default(60_000),
    KEEP_ALIVE_TIMEOUT_MS: milliseconds().default(72_000),
    MAX_CONNECTIONS: integer(1, 1_000_000).default(10_000),
    MAX_REQUESTS_PER_SOCKET: integer(0, 1_000_000).default(10_000),
    REQUEST_DEADLINE_MS: milliseconds().default(15_000),
    DRAIN_DELAY_MS: milliseconds(300_000),
    SHUTDOWN_TIMEOUT_MS: milliseconds(300_000).default(20_000),
    HSTS_ENABLED: flag,
    ...databaseVariables(environment),
    PAGE_MAX_BYTES: integer(65_536, 1_073_741_824).default(4_194_304),
    SLOW_LISTS_MAX: integer(1, 1000).optional(),
    SHED_WAITING_MAX: integer(0, 100_000),
    SHED_LOOP_DELAY_MS: milliseconds(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    LOG_PRETTY: flag,
    LOG_REQUESTS: flag,
    LOG_CLIENT_ADDRESS: z.enum(['off', 'cut', 'hashed', 'whole']).default('cut'),
    LOG_SLOW_QUERY_MS: milliseconds(),
    LOG_REPEATED_QUERIES: flag,
    CORS_ORIGINS: origins(local).default([]),
    RATE_LIMIT_MAX: integer(0, 1_000_000_000),
    RATE_LIMIT_WINDOW_MS: milliseconds().min(1000).default(60_000),
  });
}
