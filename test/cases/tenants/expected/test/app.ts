import type { FastifyBaseLogger } from 'fastify';
import { buildApp } from '../src/app';
import { createDatabase, type Database } from '../src/db/client';
import type { Context } from '../src/db/context';
import type { App, Module } from '../src/http/types';
import { prepareCaller } from './auth/caller';
import { type Client, clientOf } from './client';
import { testConfig } from './config';

/** It is a context, too: `find(t, key)` runs on the pool. */
export interface TestApp extends Client, Context {
  app: App;
  db: Database;
  /** The statements sent since it was last emptied (`queries.length = 0`). */
  queries: string[];
  close: () => Promise<void>;
}

export interface TestAppOptions {
  /** Variables as in the environment, over the profile `test`. */
  env?: NodeJS.ProcessEnv;
  /** Served instead of the service's own modules. */
  modules?: readonly Module[];
  logger?: FastifyBaseLogger;
}

/** The whole service on the test file's own database; requests go in through `send` and `read`. */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const config = await testConfig(options.env);
  const queries: string[] = [];
  const database = createDatabase(config.database, { onQuery: (sql) => queries.push(sql) });
  const { modules, logger } = options;
  const app = await buildApp({ config, database, modules, logger });
  await prepareCaller(app);
  return { ...clientOf(app), app, db: database.db, queries, close: () => app.close() };
}
