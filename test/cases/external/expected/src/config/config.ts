import type { z } from 'zod';
import { toAuthConfig } from '../auth/variables';
import { type Environment, environments } from './environments';
import { profiles } from './profiles';
import { readVariables, type Source } from './sources';
import { type Secret, secrets, type Values, variablesSchema } from './variables';

export type Config = ReturnType<typeof toConfig>;
export type DatabaseConfig = Config['database'];

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
  const { checked, mistakes, sources } = checkVariables(env);
  if (!checked || mistakes.length > 0) throw new ConfigError(mistakes);
  return deepFreeze(toConfig(checked, sources));
}

export interface CheckedVariables {
  environment: Environment;
  names: string[];
  /** As they were found; not those that nothing sets. */
  values: Record<string, string>;
  sources: Record<string, Source>;
  /** As the service uses them; undefined where one is wrong. */
  checked: Values | undefined;
  mistakes: string[];
}

/**
 * Reads and checks every variable, and says where it was found.
 *
 * @param env as for `loadConfig`
 * @param absent secrets that may be missing here, as where a pipeline looks at the configuration of production
 */
export function checkVariables(
  env: NodeJS.ProcessEnv,
  absent: readonly Secret[] = [],
): CheckedVariables {
  const environment = (env['APP_ENV'] || 'development') as Environment;
  const schema = variablesSchema(environment);
  const names = Object.keys(schema.shape);
  const profile = profiles[environment] ?? profiles.production;
  const { values, sources, mistakes } = readVariables(env, names, profile);
  const missing = absent.filter((name) => values[name] === undefined);
  const checked = agreeing(without(schema, missing)).safeParse({ ...values, APP_ENV: environment });
  const found = checked.success
    ? []
    : checked.error.issues.map((issue) => describeIssue(issue, sources));
  // A value whose file can't be read is also missing: say only why.
  const unread = new Set(mistakes.map((mistake) => mistake.split(/_FILE:|:/)[0]));
  return {
    environment,
    names,
    values,
    sources,
    checked: checked.data,
    mistakes: [
      ...profileMistakes(env),
      ...mistakes,
      ...found.filter((mistake) => !unread.has(mistake.split(':')[0])),
    ],
  };
}

type VariablesSchema = ReturnType<typeof variablesSchema>;

/** For a look at all others: what is read so is never used. */
function without(schema: VariablesSchema, names: readonly Secret[]): VariablesSchema {
  const optional = names.map((name) => [name, schema.shape[name].optional()] as const);
  return schema.extend(Object.fromEntries(optional)) as unknown as VariablesSchema;
}

export const allSecrets = Object.keys(secrets) as Secret[];

/** What no variable can tell alone. */
function agreeing(schema: VariablesSchema) {
  return schema
    .refine((all) => all.DATABASE_POOL_MIN <= all.DATABASE_POOL_MAX, {
      path: ['DATABASE_POOL_MIN'],
      error: 'must not be greater than DATABASE_POOL_MAX',
    })
    .refine((all) => all.HEADERS_TIMEOUT_MS <= all.REQUEST_TIMEOUT_MS, {
      path: ['HEADERS_TIMEOUT_MS'],
      error: 'must not be greater than REQUEST_TIMEOUT_MS, which is for all of the request',
    })
    .refine((all) => all.IDLE_SOCKET_TIMEOUT_MS > all.REQUEST_DEADLINE_MS, {
      path: ['IDLE_SOCKET_TIMEOUT_MS'],
      error: 'must be greater than REQUEST_DEADLINE_MS, while which nothing may be sent',
    })
    .refine((all) => (all.SLOW_LISTS_MAX ?? 0) < all.DATABASE_POOL_MAX, {
      path: ['SLOW_LISTS_MAX'],
      error: 'must be less than DATABASE_POOL_MAX, or nothing is left for other requests',
    });
}

/** Other programs go by NODE_ENV: whoever sets it for production means production, and would get a profile for laptops. */
function profileMistakes(env: NodeJS.ProcessEnv): string[] {
  const isMissing = env['NODE_ENV'] === 'production' && !env['APP_ENV'];
  return isMissing
    ? ['APP_ENV: is required where NODE_ENV is production, which is not looked at otherwise']
    : [];
}

function describeIssue(issue: z.core.$ZodIssue, sources: Record<string, Source>): string {
  const [name] = issue.path.map(String);
  if (!name || name === 'APP_ENV') return `APP_ENV: must be one of ${environments.join(', ')}`;
  const isOurs = sources[name]?.from === 'profile';
  return `${name}: ${issue.message}${isOurs ? ' (as its profile says)' : ''}`;
}

function toConfig(values: Values, sources: Record<string, Source>) {
  const { DATABASE_URL: urlSource } = sources;
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
    database: {
      url: values.DATABASE_URL,
      /** Where the URL was read, which may hold another password by the time that a connection is made. */
      urlFile: urlSource?.from === 'file' ? urlSource.path : undefined,
      /** What stands in front of Postgres and lends its connections to many clients, one transaction at a time. */
      pooler: values.DATABASE_POOLER,
      poolMax: values.DATABASE_POOL_MAX,
      poolMin: values.DATABASE_POOL_MIN,
      connectionTimeout: values.DATABASE_CONNECTION_TIMEOUT_MS,
      statementTimeout: values.DATABASE_STATEMENT_TIMEOUT_MS,
      lockTimeout: values.DATABASE_LOCK_TIMEOUT_MS,
      idleInTransactionTimeout: values.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
      /** How long Postgres may say nothing while a query runs; then the connection is given up. */
      answerTimeout: values.DATABASE_ANSWER_TIMEOUT_MS,
      maxLifetime: values.DATABASE_MAX_LIFETIME_MS,
      /** Whether statements run as `src/db/prepared-run.ts` does it, or as drizzle does. */
      ownRun: values.DATABASE_OWN_RUN,
    },
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
    auth: toAuthConfig(values),
    /** Other services, and how they are called. */
    clients: {
      taxOffice: {
        url: values.TAX_OFFICE_URL,
        token: values.TAX_OFFICE_TOKEN,
        timeout: values.TAX_OFFICE_TIMEOUT_MS,
        concurrency: values.TAX_OFFICE_CONCURRENCY,
      },
    },
  };
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child);
  }
  return Object.freeze(value);
}
