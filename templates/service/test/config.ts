import { type Config, loadConfig } from '../src/config';
import { testDatabaseUrl } from './database';

/**
 * The profile `test` on the test file's own database. `DATABASE_OWN_RUN=false npm test` runs every test with drizzle's own run
 * of statements.
 *
 * @param env variables as in the environment
 */
export async function testConfig(env: NodeJS.ProcessEnv = {}): Promise<Config> {
  const url = await testDatabaseUrl();
  const { DATABASE_OWN_RUN } = process.env;
  return loadConfig({ APP_ENV: 'test', DATABASE_URL: url, DATABASE_OWN_RUN, ...env });
}
