import { fileURLToPath } from 'node:url';
import { loadConfig } from '../src/config';
import { migrateDatabase } from '../src/db/migrate';
import { describe } from './describe';

// The same from scripts/ and from dist/.
const folder = fileURLToPath(new URL('../drizzle', import.meta.url));
const onNotice = (sentence: string) => process.stderr.write(`${sentence}\n`);

try {
  const applied = await migrateDatabase(loadConfig(process.env).database.url, folder, { onNotice });
  process.stdout.write(
    applied
      ? 'The database is up to date.\n'
      : 'There are no migrations yet: the script db:generate writes the first.\n',
  );
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
