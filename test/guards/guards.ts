import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/kit/package.ts';
import { stopChild } from '../support/children.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, type Ran, run, runKit } from '../support/outside.ts';
import { holdTestServer } from '../support/running-service.ts';
import { access } from './access.ts';
import { bounds } from './bounds.ts';
import { calls } from './calls.ts';
import { config } from './config.ts';
import { connections } from './connections.ts';
import { crud } from './crud.ts';
import { database } from './database.ts';
import { exchanges } from './exchanges.ts';
import { external } from './external.ts';
import { failures } from './failures.ts';
import { idempotency } from './idempotency.ts';
import { log } from './log.ts';
import { managedSecrets, managedSignIn } from './managed.ts';
import { metrics } from './metrics.ts';
import { operation } from './operation.ts';
import { profiles } from './profiles.ts';
import type { Removal } from './removal.ts';
import { roles } from './roles.ts';
import { restarts, secrets } from './secrets.ts';
import { signIn } from './sign-in.ts';
import { recorded, traces } from './traces.ts';
import { times } from './times.ts';
import { truth } from './truth.ts';
import { values } from './values.ts';

/** A service, and what is taken away from it. */
export interface Suite {
  /** Also the name of the service. */
  name: string;
  /** In `test/cases`. */
  case: string;
  flags: string[];
  removals: readonly Removal[];
}

export const suites: readonly Suite[] = [
  {
    // With tenants, owners, people, public rows and links.
    name: 'built-in',
    case: 'tenants',
    flags: ['--auth', 'built-in', '--public-read', 'articles'],
    removals: [
      ...crud,
      ...truth,
      ...times,
      ...bounds,
      ...values,
      ...access,
      ...signIn,
      ...secrets,
      ...restarts,
      ...operation,
      ...connections,
      ...metrics,
      ...log,
      ...traces,
      ...profiles,
      ...config,
      ...database,
      ...idempotency,
    ],
  },
  {
    name: 'external',
    case: 'external',
    flags: ['--auth', 'external', '--client', 'tax-office', '--tracing', '--secrets', 'aws'],
    removals: [...external, ...calls, ...exchanges, ...failures, ...recorded, ...managedSecrets],
  },
  {
    name: 'roles',
    case: 'sign-in',
    flags: ['--auth', 'built-in', '--secrets', 'aws'],
    removals: [...roles, ...managedSignIn],
  },
];

/** What became of a removal: the test that caught it, or none did. */
export interface Tried {
  removal: Removal;
  caughtBy: string | undefined;
}

/** A service, and a server that its tests share: to start one for each removal took half of the time. */
export interface Prepared {
  folder: string;
  serverUrl: string;
  stop: () => Promise<void>;
}

/**
 * Makes the service of a suite in a folder, and as many copies of it as are wanted beside it.
 *
 * @throws when a step fails
 */
export async function prepareServices(
  parent: string,
  suite: Suite,
  count: number,
): Promise<[Prepared, ...Prepared[]]> {
  const folder = join(parent, suite.name);
  await makeService(folder, suite);
  const copies = Array.from({ length: count - 1 }, (_, i) => `${folder}-${i + 2}`);
  for (const copy of copies) cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return Promise.all([serve(folder), ...copies.map(serve)]);
}

async function makeService(folder: string, { case: of, flags }: Suite): Promise<void> {
  const schema = join(packageRoot(), 'test/cases', of, 'schema.ts');
  const create = [folder, '--schema', schema, ...flags, '--no-install', '--no-git', '--yes'];
  wellDone(await runKit(create, { cwd: dirname(folder) }));
  await lendModules(folder);
  wellDone(await run(['npm', 'run', 'db:generate', '--', '--name', 'init'], { cwd: folder }));
  // What is taken away is compared with it.
  wellDone(await run(['npm', 'run', 'contract'], { cwd: folder }));
}

async function serve(folder: string): Promise<Prepared> {
  const env = outsideEnv({}, [join(folder, 'node_modules', '.bin')]);
  const { holder, databaseUrl } = await holdTestServer(folder, env);
  return { folder, serverUrl: databaseUrl, stop: () => stopChild(holder) };
}

/**
 * Removals that no longer fit the service: their text has to stand there once.
 *
 * @param textOf the text of a file of the service
 */
export function outdated(
  removals: readonly Removal[],
  textOf: (file: string) => string,
): Removal[] {
  return removals.filter(({ file, from }) => textOf(file).split(from).length !== 2);
}

/**
 * Runs the tests of all of these while nothing is taken away: those that fail as they are hold nothing.
 *
 * @throws when one fails
 */
export async function assertGreen(service: Prepared, removals: readonly Removal[]): Promise<void> {
  const tests = new Set(removals.flatMap((removal) => removal.tests));
  wellDone(await vitest(service, [...tests]));
}

/**
 * Takes one thing away, runs the tests that hold it, and puts it back.
 *
 * @throws when the tests fail without naming one: a file that does not load holds nothing
 */
export async function tryRemoval(service: Prepared, removal: Removal): Promise<Tried> {
  const path = join(service.folder, removal.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(removal.from, () => removal.to),
  );
  try {
    const { exitCode, stdout, stderr } = await vitest(service, [...QUICKLY, ...removal.tests]);
    const [, caughtBy] = /^ FAIL +(\S+ > .*)$/m.exec(stdout + stderr) ?? [];
    if (exitCode === 0 || caughtBy !== undefined) return { removal, caughtBy };
    throw new Error(`Without it, the tests do not even run:\n${stdout}\n${stderr}`);
  } finally {
    writeFileSync(path, text);
  }
}

/**
 * Until the first that fails. Of the few files that are named, more workers would only load the service more often; and what waits for
 * something that was taken away waits in vain, and would for a minute.
 */
const QUICKLY = [
  '--bail=1',
  '--maxWorkers=1',
  '--testTimeout=20000',
  '--hookTimeout=20000',
  '--expect.poll.timeout=8000',
];

function vitest({ folder, serverUrl }: Prepared, args: readonly string[]): Promise<Ran> {
  const bin = join(folder, 'node_modules', '.bin');
  const env = outsideEnv({ TEST_DATABASE_URL: serverUrl }, [bin]);
  return run(['vitest', 'run', ...args], { cwd: folder, env });
}

function wellDone({ exitCode, stdout, stderr }: Ran): void {
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
}
