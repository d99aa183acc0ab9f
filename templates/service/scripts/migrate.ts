import { fileURLToPath } from 'node:url';
import { loadDatabaseConfig } from '../src/config';
import { migrateDatabase } from '../src/db/migrate';
import { NO_SESSION } from '../src/db/migration-session';
import { describe } from './describe';

// The same from scripts/ and from dist/.
const folder = fileURLToPath(new URL('../drizzle', import.meta.url));
const onNotice = (sentence: string) => process.stderr.write(`${sentence}\n`);

try {
  const { url, pooler } = loadDatabaseConfig(process.env);
  if (pooler === 'transaction') {
    throw new Error(NO_SESSION);
  }
  const applied = await migrateDatabase(url, folder, { onNotice });
  process.stdout.write(
    applied
      ? 'The database is up to date.\n'
      : 'There are no migrations yet: the script db:generate writes the first.\n',
  );
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
