import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '../src/config';
import { migrateDatabase } from '../src/db/migrate';

// The same from scripts/ and from dist/.
const folder = fileURLToPath(new URL('../drizzle', import.meta.url));

try {
  const applied = await migrateDatabase(loadConfig(process.env).database.url, folder);
  process.stdout.write(
    applied
      ? 'The database is up to date.\n'
      : 'There are no migrations yet: the script db:generate writes the first.\n',
  );
} catch (error) {
  process.stderr.write(
    error instanceof ConfigError ? `${error.message}\n` : `${describe(error)}\n`,
  );
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}\n${describe(error.cause)}` : error.message;
}
