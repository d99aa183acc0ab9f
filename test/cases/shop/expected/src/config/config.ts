import { type Checked, checkDatabaseVariables, checkVariables } from './check';
import { type DatabaseConfig, toDatabaseConfig } from './database';
import type { Source } from './sources';
import type { Values } from './variables';

export type Config = ReturnType<typeof toConfig>;

/** Every mistake in the configuration, in one message that a person can act on. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The configuration is not valid:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/**
 * Reads the configuration once, checks it and freezes it.
 *
 * @param env usually `process.env`; APP_ENV chooses the profile of defaults
 * @throws {ConfigError} listing every mistake at once; values are never repeated, because they may be secrets
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const { checked, sources } = assertRight(checkVariables(env));
  return deepFreeze(toConfig(checked, sources));
}

/**
 * The database's part alone, for what needs nothing else: who applies migrations has no business with other secrets.
 *
 * @throws {ConfigError} as `loadConfig` does
 */
export function loadDatabaseConfig(env: NodeJS.ProcessEnv): DatabaseConfig {
  const { checked, sources } = assertRight(checkDatabaseVariables(env));
  return deepFreeze(toDatabaseConfig(checked, sources));
}

function assertRight<Used>({ checked, mistakes, sources }: Checked<Used>) {
  if (!checked || mistakes.length > 0) throw new ConfigError(mistakes);
  return { checked, sources };
}

function toConfig(values: Values, sources: Record<string, Source>) {
  return {
    environment: values.APP_ENV,
    server: {
      host: values.HOST,
      port: values.PORT,
      trustProxy: values.TRUST_PROXY,
      bodyLimit: values.BODY_LIMIT_BYTES,
      /** All headers of a request together; more are a 431. */
      headerLimit: values.HEADER_LIMIT_BYTES,
      /** How long a client may take to send its headers, and the whole request. */
      headersTimeout: values.HEADERS_TIMEOUT_MS,
      requestTimeout: values.REQUEST_TIMEOUT_MS,
      /** How long nothing may be sent on a connection while a request is under way. */
      idleSocketTimeout: values.IDLE_SOCKET_TIMEOUT_MS,
      /** How long a connection may wait for its next request: longer than a load balancer keeps its own. */
      keepAliveTimeout: values.KEEP_ALIVE_TIMEOUT_MS,
      maxConnections: values.MAX_CONNECTIONS,
      /** How many requests a connection serves, so that clients find other instances after a while; 0 is no limit. */
      maxRequestsPerSocket: values.MAX_REQUESTS_PER_SOCKET,
      /** How long a request may take as a whole; then it is answered with 503, and what it is at ends. */
      deadline: values.REQUEST_DEADLINE_MS,
      /** How long the service goes on serving after SIGTERM while /readyz already says no. */
      drainDelay: values.DRAIN_DELAY_MS,
      /** How long requests under way may take after that. */
      shutdownTimeout: values.SHUTDOWN_TIMEOUT_MS,
      hsts: values.HSTS_ENABLED,
    },
    database: toDatabaseConfig(values, sources),
    log: {
      level: values.LOG_LEVEL,
      pretty: values.LOG_PRETTY,
      requests: values.LOG_REQUESTS,
      clientAddress: values.LOG_CLIENT_ADDRESS,
      /** From how many milliseconds on a query is worth a warning; 0 is never. */
      slowQuery: values.LOG_SLOW_QUERY_MS,
      /** Whether a request that sends the same statement again and again is worth one, too. */
      repeatedQueries: values.LOG_REPEATED_QUERIES,
    },
    lists: {
      /** How many bytes of rows are read for one answer; a page is shorter where its rows are longer. */
      maxBytes: values.PAGE_MAX_BYTES,
      /** How many lists that read a whole table run at once; the other connections are for everything else. */
      slowAtOnce: values.SLOW_LISTS_MAX ?? Math.max(1, Math.floor(values.DATABASE_POOL_MAX / 4)),
    },
    shedding: {
      /** How many requests may wait for a connection of the pool; 0 is any number. */
      maxWaiting: values.SHED_WAITING_MAX,
      /** How late the event loop may be before only those are served who find a free connection; 0 is never too late. */
      maxLoopDelay: values.SHED_LOOP_DELAY_MS,
    },
    cors: { origins: values.CORS_ORIGINS },
    rateLimit: { max: values.RATE_LIMIT_MAX, window: values.RATE_LIMIT_WINDOW_MS },
    docs: { enabled: values.DOCS_ENABLED },
    idempotency: {
      keptHours: values.IDEMPOTENCY_KEPT_HOURS,
      wait: values.IDEMPOTENCY_WAIT_MS,
      sweepInterval: values.IDEMPOTENCY_SWEEP_MS,
    },
    metrics: { port: values.METRICS_PORT, host: values.METRICS_HOST },
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child);
  }
  return Object.freeze(value);
}
