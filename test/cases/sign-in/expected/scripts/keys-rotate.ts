import { rotateSigningKey } from '../src/auth/signing-keys';
import { loadConfig } from '../src/config';
import { fetchSecrets } from '../src/config/secret-manager';
import { createDatabase } from '../src/db/client';
import { describe } from './describe';

try {
  await fetchSecrets(process.env);
  const config = loadConfig(process.env);
  const database = createDatabase(config.database);
  const { kid, signsFrom } = await rotateSigningKey(database.db, config.auth);
  await database.close();
  process.stdout.write(
    `The key ${kid} is published now and signs from ${signsFrom.toISOString()} on. Nobody is logged out.\n`,
  );
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
