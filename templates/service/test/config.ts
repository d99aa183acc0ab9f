import { type Config, loadConfig } from '../src/config';
import { ownerDatabaseUrl, testDatabaseUrl } from './database';

/**
 * The profile `test` on the test file's own database. Two variables run the same tests in another way:
 * `DATABASE_OWN_RUN=false` with drizzle's own run of statements, `TEST_POOLER=<host>:<port>` through a pooler in transaction mode
 * that stands in front of the server at TEST_DATABASE_URL, as the user that is named there.
 *
 * @param env variables as in the environment
 */
export async function testConfig(env: NodeJS.ProcessEnv = {}): Promise<Config> {
  const { DATABASE_OWN_RUN, TEST_POOLER } = process.env;
  const url = new URL(await (TEST_POOLER ? ownerDatabaseUrl() : testDatabaseUrl()));
  if (TEST_POOLER) url.host = TEST_POOLER;
  const DATABASE_POOLER = TEST_POOLER ? 'transaction' : 'none';
  const given = { APP_ENV: 'test', DATABASE_URL: url.href, DATABASE_OWN_RUN, DATABASE_POOLER };
  return loadConfig({ ...given, ...env });
}
