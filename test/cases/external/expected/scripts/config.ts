import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/config';
import { allSecrets, type Checked, checkVariables } from '../src/config/check';
import { environments, isLocal } from '../src/config/environments';
import { configLines } from '../src/config/print';
import { fetchSecrets } from '../src/config/secret-manager';
import type { Values } from '../src/config/variables';
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
// What `npm run dev` reads, and nothing else does.
const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = environments.some((one) => one === environment && isLocal(one))
  ? readEnvFile(folder)
  : {};
const env = { ...file, ...process.env, APP_ENV: environment };

const isKnown = environments.some((one) => one === environment);
if (!isKnown || (command !== 'print' && command !== 'check')) {
  console.error(
    `usage: config print|check [--env ${environments.join('|')}], and --secrets for check`,
  );
  process.exitCode = 2;
} else if (!(await hasSecrets(command))) {
  process.exitCode = 1;
} else {
  const read = checkVariables(env, values.secrets ? [] : allSecrets);
  if (command === 'print') print(read);
  else process.exitCode = check(read);
}

function print(read: Checked<Values>): void {
  const inFile = Object.keys(file).filter((name) => process.env[name] === undefined);
  const named = new Map(inFile.map((name) => [name, '.env']));
  named.set('APP_ENV', values.env ? '--env' : process.env['APP_ENV'] ? 'environment' : 'default');
  console.log(configLines(read, named).join('\n'));
}

/** @returns the exit code */
function check(read: Checked<Values>): number {
  const unset = values.secrets ? [] : allSecrets.filter((name) => read.values[name] === undefined);
  if (unset.length > 0) console.log(`Not set here, and so not looked at: ${unset.join(', ')}.`);
  if (read.mistakes.length === 0) {
    console.log(`${read.names.length} variables of ${environment} are valid.`);
    return 0;
  }
  console.error(`The configuration of ${environment} is not valid:`);
  for (const mistake of read.mistakes) console.error(`  ${mistake}`);
  return 1;
}

/** @returns false where they could not be had, and it was said why */
async function hasSecrets(what: 'print' | 'check'): Promise<boolean> {
  // A pipeline that looks at the rest asks nobody.
  if (what === 'check' && !values.secrets) return true;
  try {
    await fetchSecrets(env);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return false;
  }
}
