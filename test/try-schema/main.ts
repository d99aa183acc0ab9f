import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withProgress } from '../../src/report/progress.ts';
import { processTerminal, say } from '../../src/terminal.ts';
import { stopChildren } from '../support/children.ts';
import { loadableCheckout } from './checkout.ts';
import { describeTrial } from './report.ts';
import { tryService } from './trial.ts';

/**
 * The whole journey with anybody's schema: create, install, check, the service's own tests, start, read every list, stop.
 * With the sign-in that a service has unless `--auth` says otherwise, lists are read by an admin who registers for it.
 * Nothing of the schema is kept, and its checkout is not written to.
 *
 * usage: npm run try:schema -- <file or folder> [flags of create, e.g. --auth none] [--without-tests] [--lend] [--keep]
 * `--lend` gives the service the packages of others instead of installing them, which takes half of the time of a small one.
 *
 * DATABASE_URL and TEST_DATABASE_URL, where both are set, name a server to use instead of the embedded one.
 */
const [path, ...rest] = process.argv.slice(2);
const isKept = rest.includes('--keep');
const isTested = !rest.includes('--without-tests');
const isLent = rest.includes('--lend');
const args = rest.filter((flag) => !['--keep', '--without-tests', '--lend'].includes(flag));
const terminal = processTerminal({ json: false, yes: true }, new AbortController().signal);
if (path === undefined) {
  say(
    terminal,
    'usage: npm run try:schema -- <file or folder> [flags of create] [--without-tests] [--lend] [--keep]',
  );
  process.exit(2);
}

const parent = mkdtempSync(join(tmpdir(), 'try-service-'));
// The user that Postgres runs as must get to it.
chmodSync(parent, 0o755);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void end(130));
}
await end(await tryPath(path));

async function tryPath(schema: string): Promise<number> {
  try {
    const checkout = await loadableCheckout(schema);
    const trial = await tryService(checkout.schema, {
      parent,
      args,
      isTested,
      isLent,
      watch: (name, task) => withProgress(terminal, name, task),
    });
    checkout.remove();
    say(terminal, describeTrial(checkout, trial));
    return trial.steps.every(({ ok }) => ok) ? 0 : 1;
  } catch (error) {
    say(terminal, (error as Error).message);
    return 1;
  }
}

async function end(code: number): Promise<never> {
  await stopChildren();
  if (isKept) say(terminal, `The service is in ${join(parent, 'service')}.`);
  else rmSync(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  process.exit(code);
}
