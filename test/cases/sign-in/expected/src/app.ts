import type { Server } from 'node:http';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyServerOptions,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { registerAuth, registerAuthRoutes, registerGuard } from './auth';
import type { Config } from './config';
import type { DatabaseHandle } from './db/client';
import { setMaxBytes } from './db/page-bytes';
import { registerBodyParsers } from './http/body';
import { takeInTurn } from './http/connections';
import { corsHeaders } from './http/cors';
import { registerDeadline } from './http/deadline';
import { registerErrorHandlers, sendError } from './http/errors';
import { MAX_KEY_LENGTH } from './http/fields';
import { registerDeclarations } from './http/guards';
import { registerHeaders, requestId, securityHeaders, setHeaders } from './http/headers';
import { healthRoutes } from './http/health';
import { boundHeld } from './http/held';
import { registerLimits } from './http/limits';
import { boundConnections } from './http/open-connections';
import { registerDocs } from './http/openapi';
import { answerUnparsed, registerExpectations } from './http/parser-problems';
import { Problem } from './http/problem';
import { serializerCompiler } from './http/serializer';
import { registerShedding } from './http/shedding';
import { boundSlowLists } from './http/slow-lists';
import { registerTrace } from './http/trace';
import type { App, Module } from './http/types';
import { validatorCompiler } from './http/validator';
import { registerIdempotency } from './idempotency';
import { registerMetrics } from './metrics';
import { modules as allModules } from './modules';
import { createLogger } from './observability/logger';
import { registerQueryLog } from './observability/query-log';
import { RequestLog } from './observability/request-log';
import { requestLogger } from './observability/request-logger';

export interface AppDependencies {
  config: Config;
  /** Closed with the app, after the last request. */
  database: DatabaseHandle;
  logger?: FastifyBaseLogger;
  /** What is served under `/v1`; tests bring their own. */
  modules?: readonly Module[];
}

/**
 * Puts the service together; nothing listens yet.
 *
 * @returns an app that is ready for `listen` or `inject`
 */
export async function buildApp(dependencies: AppDependencies): Promise<App> {
  const { config, database, modules = allModules } = dependencies;
  const app = createFastify(config, dependencies.logger ?? createLogger(config.log));
  app.decorate('db', database.db);
  app.decorate('lifecycle', { draining: false, ...takeInTurn(app.server) });
  app.addHook('onClose', () => database.close());
  boundSlowLists(database.db, config.lists.slowAtOnce);
  setMaxBytes(database.db, config.lists.maxBytes);
  boundHeld(app);
  const isSpare = boundConnections(app, config.server.maxConnections);

  registerTrace(app);
  const headers = securityHeaders(config.server.hsts);
  const cors = corsHeaders(config.cors.origins);
  await registerShedding(app, database.pool, config.shedding, { headers, cors, isSpare });
  registerHeaders(app, headers, cors);
  registerQueryLog(app, database.pool, config.log);
  registerMetrics(app, database.pool, config.metrics);
  registerDeadline(app, config.server.deadline);
  await registerAuth(app, config, database);
  registerBodyParsers(app);
  await registerLimits(app, config);
  registerGuard(app);
  registerErrorHandlers(app);
  if (config.docs.enabled) await registerDocs(app);
  registerDeclarations(app);
  registerIdempotency(app, config);
  await app.register(healthRoutes, { check: database.check });
  await registerAuthRoutes(app);
  for (const module of modules) await registerModule(app, module);
  try {
    await app.ready();
  } catch (error) {
    // Its connections and timers would keep the process.
    await app.close();
    throw error;
  }
  return app;
}

/** How late the end of a request may be noticed that takes too long to arrive. */
const CHECK_INTERVAL = 1000;

function createFastify(config: Config, logger: FastifyBaseLogger): App {
  const { server, log } = config;
  const headers = securityHeaders(server.hsts);
  const cors = corsHeaders(config.cors.origins);
  const options: FastifyHttpOptions<Server> = {
    loggerInstance: logger,
    logController: new RequestLog(log),
    genReqId: requestId,
    trustProxy: proxyTrust(server.trustProxy),
    bodyLimit: server.bodyLimit,
    requestTimeout: server.requestTimeout,
    connectionTimeout: server.idleSocketTimeout,
    keepAliveTimeout: server.keepAliveTimeout,
    maxRequestsPerSocket: server.maxRequestsPerSocket,
    http: {
      headersTimeout: server.headersTimeout,
      maxHeaderSize: server.headerLimit,
      // See `registerHeaders`, which says so with a problem.
      requireHostHeader: false,
      // Node looks for requests that are late every 30 seconds by itself.
      connectionsCheckingInterval: CHECK_INTERVAL,
    },
    // While draining, a request on an open connection is still answered; the answer then closes the connection.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_KEY_LENGTH },
    clientErrorHandler: answerUnparsed(logger, headers),
    // A URL that can't be decoded fails before any hook.
    frameworkErrors: ({ statusCode = 400 }, request, reply) => {
      setHeaders(request, reply, headers);
      reply.headers(cors(request.headers.origin));
      // Not the error itself: its message repeats the URL, which the log must not hold.
      sendError(new Problem(statusCode), request, reply);
    },
  };
  const app = Fastify(options)
    .setChildLoggerFactory(requestLogger)
    .withTypeProvider<ZodTypeProvider>()
    .setValidatorCompiler(validatorCompiler)
    .setSerializerCompiler(serializerCompiler);
  registerExpectations(app, headers);
  return app;
}

async function registerModule(app: App, { resource, prefix, routes }: Module): Promise<void> {
  const register = async (scope: App) => {
    scope.addHook('onRoute', (route) => {
      route.schema = Object.assign({ tags: [resource] }, route.schema);
    });
    await routes(scope);
  };
  await app.register(register, { prefix: `/v1${prefix}` });
}

/** A number counts the proxies in front of the service; anything else is Fastify's to read. */
function proxyTrust(trust: Config['server']['trustProxy']): FastifyServerOptions['trustProxy'] {
  return typeof trust === 'number' ? (_address, hop) => hop < trust : trust;
}
