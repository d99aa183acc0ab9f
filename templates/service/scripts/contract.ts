import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildApp } from '../src/app';
import { loadConfig } from '../src/config';
import { createDatabase } from '../src/db/client';
import { contractOfRoutes, contractText } from '../src/http/contract';

// Writes contract/routes.json: every route with its guards, fields and answers, to be read in reviews. The service is put
// together and not started, so that no database is needed.
const file = fileURLToPath(new URL('../contract/routes.json', import.meta.url));
const nowhere = 'postgres://nobody@127.0.0.1:1/nothing';
const config = loadConfig({ APP_ENV: 'test', DATABASE_URL: nowhere });
const app = await buildApp({
  config,
  database: createDatabase(config.database),
  logger: pino({ level: 'silent' }),
});
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, contractText(contractOfRoutes(app.routes)));
await app.close();
