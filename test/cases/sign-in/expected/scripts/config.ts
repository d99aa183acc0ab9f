import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config';
import { allSecrets, checkVariables } from '../src/config/check';
import { environments, isLocal } from '../src/config/environments';
import { configLines } from '../src/config/print';
import { fetchSecrets } from '../src/config/secret-manager';
import { readEnvFile } from './named-database';

/**
 * Shows the configuration, or checks it, without starting anything: no database is needed.
 *
 * usage: config.ts print [--env production]             each variable, its value and where it comes from; secrets are masked
 *        config.ts check [--env production] [--secrets] every mistake, exit code 1 where there is one
 * `--env` stands for APP_ENV. Secrets that are not set are no mistake of `check`, as a pipeline has none, unless `--secrets` says so.
 */
const { values, positionals } = parseArgs({
  options: { env: { type: 'string' }, secrets: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [command] = positionals;
const environment = values.env ?? (process.env['APP_ENV'] || 'development');
const isKnown = environments.some((one) => one === environment);
if (!isKnown || (command !== 'print' && command !== 'check')) {
  console.error(
    `usage: config print|check [--env ${environments.join('|')}], and --secrets for check`,
  );
  process.exit(2);
}

// What `npm run dev` reads, and nothing else does.
const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = environments.some((one) => one === environment && isLocal(one))
  ? readEnvFile(folder)
  : {};
// A pipeline that looks at the rest asks nobody.
if (command === 'print' || values.secrets) {
  try {
    await fetchSecrets({ ...file, ...process.env, APP_ENV: environment });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
const read = checkVariables(
  { ...file, ...process.env, APP_ENV: environment },
  values.secrets ? [] : allSecrets,
);
if (command === 'print') print();
else check();

function print(): void {
  const inFile = Object.keys(file).filter((name) => process.env[name] === undefined);
  const named = new Map(inFile.map((name) => [name, '.env']));
  named.set('APP_ENV', values.env ? '--env' : process.env['APP_ENV'] ? 'environment' : 'default');
  console.log(configLines(read, named).join('\n'));
}

function check(): void {
  const unset = values.secrets ? [] : allSecrets.filter((name) => read.values[name] === undefined);
  if (unset.length > 0) console.log(`Not set here, and so not looked at: ${unset.join(', ')}.`);
  if (read.mistakes.length === 0) {
    console.log(`${read.names.length} variables of ${environment} are valid.`);
    return;
  }
  console.error(`The configuration of ${environment} is not valid:`);
  for (const mistake of read.mistakes) console.error(`  ${mistake}`);
  process.exitCode = 1;
}
