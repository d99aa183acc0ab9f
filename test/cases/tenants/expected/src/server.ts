import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { type AppDependencies, buildApp } from './app';
import type { Config } from './config';
import { addressMistake } from './config/address-mistake';
import { createDatabase } from './db/client';
import { addressHint } from './db/hints';
import type { App } from './http/types';
import { createLogger } from './observability/logger';

/** The same from src/ and from dist/. */
const MIGRATIONS = fileURLToPath(new URL('../drizzle', import.meta.url));

/** How often connections without a request are closed while the last requests end. */
const SWEEP_INTERVAL = 50;

/**
 * Runs the service until a signal ends it: exit code 0 after every request was answered, 1 when that took too long.
 *
 * @param modules instead of the service's own
 */
export async function serve(config: Config, modules?: AppDependencies['modules']): Promise<App> {
  const logger = createLogger(config.log);
  const database = createDatabase(config.database, {
    migrations: MIGRATIONS,
    onError: (error) => logger.error({ err: error }, 'database connection lost'),
    onWarning: (message) => logger.warn(message),
  });
  const app = await buildApp({ config, database, logger, modules });
  closeWithGrace(
    {
      delay: config.server.drainDelay + config.server.shutdownTimeout,
      logger,
      // A process that has nothing left to do ends with the exit code that it has.
      skip: ['beforeExit'],
      // Ctrl-C arrives twice under npm and tsx, which both pass it on; whoever sends a second one wants no more waiting.
      onSecondSignal: (signal) => logger.info({ signal }, 'ended by a second signal'),
    },
    async ({ err, signal }) => {
      if (err) logger.fatal({ err }, 'uncaught error, shutting down');
      else logger.info({ signal }, 'shutting down');
      await drain(app, err ? 0 : config.server.drainDelay);
    },
  );
  await listen(app, config.server);
  // It is asked for with each request, and may come back; who starts the service learns at once what is wrong.
  database.check().catch((error: unknown) => {
    logger.error({ err: error, hint: addressHint(error) }, 'the database is not ready');
  });
  return app;
}

async function listen(app: App, { host, port }: Config['server']): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    // Its connections and timers would keep the process.
    await app.close();
    throw addressMistake('HOST, PORT', { host, port }, error as Error);
  }
}

/**
 * Says "not ready", goes on serving until the load balancer has noticed, then closes: no new connections, the requests
 * under way get their answers, and after the last one the pool ends.
 */
async function drain(app: App, delay: number): Promise<void> {
  app.lifecycle.draining = true;
  await sleep(delay);
  // A connection whose last answer was sent before `close` would stay open for as long as the client likes.
  const sweep = setInterval(() => {
    app.server.closeIdleConnections();
    app.lifecycle.closeQuiet();
  }, SWEEP_INTERVAL);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}
