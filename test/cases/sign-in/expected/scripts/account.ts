import { logOut, setDisabled, setRole } from '../src/auth/accounts';
import { type Role, roles } from '../src/auth/roles';
import { loadConfig } from '../src/config';
import { fetchSecrets } from '../src/config/secret-manager';
import { createDatabase } from '../src/db/client';
import { describe } from './describe';

const USAGE = `What to do with whose account:
  npm run account -- role <e-mail> <${roles.join('|')}>
  npm run account -- disable <e-mail>
  npm run account -- enable <e-mail>
  npm run account -- log-out <e-mail>
`;

const [command, address, value] = process.argv.slice(2);
const email = address?.toLowerCase();

try {
  await fetchSecrets(process.env);
  const config = loadConfig(process.env);
  const database = createDatabase(config.database);
  const done = await run();
  await database.close();
  if (done === undefined) process.stderr.write(USAGE);
  else if (!done) process.stderr.write('There is no such account: register first.\n');
  else process.stdout.write('Done; within two seconds every process knows.\n');
  process.exitCode = done ? 0 : 1;

  function run(): Promise<boolean> | undefined {
    if (email === undefined) return undefined;
    if (command === 'role' && roles.includes(value as Role)) {
      return setRole(database.db, { email, role: value as Role }, config.auth);
    }
    if (command === 'disable' || command === 'enable') {
      return setDisabled(database.db, { email, disabled: command === 'disable' }, config.auth);
    }
    if (command === 'log-out') return logOut(database.db, email, config.auth);
    return undefined;
  }
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}
