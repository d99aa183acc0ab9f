import { createOptions } from '../ask/questions.ts';
import { runFlagsNamed } from '../ask/run-flags.ts';
import { addOptions } from './add/options.ts';
import type { Command } from './command.ts';
import { lintOptions } from './lint/options.ts';

const always = runFlagsNamed('json', 'help', 'version');

export const create: Command = {
  name: 'create',
  usage: '[dir] [options]',
  about: 'From a Drizzle schema to a backend that runs, is tested and is yours.',
  positionals: 1,
  options: [...createOptions, ...runFlagsNamed('yes', 'dryRun', 'listExamples'), ...always],
  examples: [
    'my-service --example shop --yes',
    'my-service --schema src/db/schema.ts --skip-tables audit_log',
    'my-service --example saas --append-only audit_events',
    'my-service --from-db postgres://user@localhost/shop --dry-run',
  ],
  load: async () => (await import('./create/run.ts')).create,
};

const lint: Command = {
  name: 'lint',
  usage: 'lint [options]',
  about:
    'Look for what a Drizzle schema will be sorry for later. Exits with 1 on errors and warnings.',
  positionals: 0,
  options: [...lintOptions.options, ...always],
  examples: ['lint', 'lint --schema src/db/schema.ts --max-warnings 5'],
  load: async () => (await import('./lint/run.ts')).lint,
};

/** Also what `plop resource` takes. */
export const add: Command = {
  name: 'add',
  usage: 'add [table...] [options]',
  about:
    'Add resources: for tables of the schema that are none yet, or for a new table; a client of another service; or what the service was made without (docs, docker, ci, idempotency, metrics, tracing, auth, secrets). Runs inside a service.',
  positionals: Number.POSITIVE_INFINITY,
  options: [...addOptions.options, ...runFlagsNamed('yes', 'dryRun'), ...always],
  examples: [
    'add',
    'add orders order_items --yes',
    'add --append-only audit_logs',
    'add auth --public-read products',
    'add client tax-office',
    "add --new invoices --column 'number:varchar(24):unique' --column 'status:enum(draft,sent):default(draft)' --ref customer:customers:cascade",
  ],
  load: async () => (await import('./add/run.ts')).add,
};

/** What `plop client` takes: `add client`, without what `add` takes for tables. */
export const client: Command = {
  name: 'client',
  usage: 'client <name> [options]',
  about: 'Add a client of another service. Runs inside a service.',
  positionals: Number.POSITIVE_INFINITY,
  options: [...runFlagsNamed('yes', 'dryRun'), ...always],
  examples: ['client tax-office'],
  load: add.load,
};

/** Every command by its name; `create` is the one that runs when none is named. */
export const commands: readonly Command[] = [create, lint, add];
