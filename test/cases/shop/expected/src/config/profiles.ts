import type { Environment } from './environments';
import type { Settings } from './variables';

/**
 * What an environment changes; every value can be overridden by its variable. Those that are named here have a value in each
 * profile. Any other may stand in one, too, such as `CORS_ORIGINS` or a pool's size; secrets may not, as the compiler knows.
 */
export interface Profile extends Partial<Settings> {
  HOST: string;
  DRAIN_DELAY_MS: number;
  DATABASE_POOL_MAX: number;
  /** Past these, requests are refused: see `src/http/shedding.ts`; 0 is off. */
  SHED_WAITING_MAX: number;
  SHED_LOOP_DELAY_MS: number;
  LOG_LEVEL: Settings['LOG_LEVEL'];
  LOG_PRETTY: boolean;
  LOG_REQUESTS: boolean;
  LOG_SLOW_QUERY_MS: number;
  /** A hint for whoever writes the code; it keeps the text of each query of a request for it. */
  LOG_REPEATED_QUERIES: boolean;
  /** Requests per window and client; 0 switches rate limiting off. */
  RATE_LIMIT_MAX: number;
  /** Strict-Transport-Security: only where TLS stands in front. */
  HSTS_ENABLED: boolean;
  DOCS_ENABLED: boolean;
  METRICS_HOST: string;
}

const production: Profile = {
  HOST: '0.0.0.0',
  // Longer than a load balancer takes to notice that /readyz says no.
  DRAIN_DELAY_MS: 5000,
  DATABASE_POOL_MAX: 20,
  SHED_WAITING_MAX: 100,
  SHED_LOOP_DELAY_MS: 200,
  LOG_LEVEL: 'info',
  LOG_PRETTY: false,
  LOG_REQUESTS: true,
  LOG_SLOW_QUERY_MS: 500,
  LOG_REPEATED_QUERIES: false,
  RATE_LIMIT_MAX: 600,
  HSTS_ENABLED: true,
  DOCS_ENABLED: false,
  METRICS_HOST: '0.0.0.0',
};

const development: Profile = {
  // Nobody else on the network gets at a laptop's database through this service.
  HOST: '127.0.0.1',
  DRAIN_DELAY_MS: 0,
  DATABASE_POOL_MAX: 10,
  // A laptop that compiles, or a test that sends everything at once, is no overload.
  SHED_WAITING_MAX: 0,
  SHED_LOOP_DELAY_MS: 0,
  LOG_LEVEL: 'debug',
  LOG_PRETTY: true,
  LOG_REQUESTS: true,
  LOG_SLOW_QUERY_MS: 200,
  LOG_REPEATED_QUERIES: true,
  RATE_LIMIT_MAX: 0,
  HSTS_ENABLED: false,
  DOCS_ENABLED: true,
  METRICS_HOST: '127.0.0.1',
};

export const profiles: Record<Environment, Profile> = {
  development,
  test: {
    ...development,
    DATABASE_POOL_MAX: 5,
    // Of a machine that is busy with other tests as well; those of what comes too late say when that is.
    REQUEST_DEADLINE_MS: 50_000,
    DATABASE_CONNECTION_TIMEOUT_MS: 30_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 50_000,
    DATABASE_LOCK_TIMEOUT_MS: 30_000,
    DATABASE_ANSWER_TIMEOUT_MS: 50_000,
    LOG_LEVEL: 'silent',
    LOG_PRETTY: false,
    // What is slow or sent often there says nothing of the service.
    LOG_SLOW_QUERY_MS: 0,
    LOG_REPEATED_QUERIES: false,
  },
  staging: { ...production, DOCS_ENABLED: true },
  production,
};
