import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessLine } from '../../src/model/access/summary.ts';
import type { PlannedResource } from '../../src/plan/service.ts';
import type { Notice } from '../../src/schema/table.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, runKit } from '../support/outside.ts';
import { startBuilt } from '../support/running-service.ts';
import { listsOf, readLists } from './lists.ts';
import { lastLines, ownServer, ownTests, script } from './scripts.ts';
import { signInAsAdmin } from './sign-in.ts';

/** One part of the journey, as it went. */
export interface Step {
  name: string;
  ok: boolean;
  seconds: number;
  /** What it came to, or why it failed. */
  detail: string;
}

/** How callers of a service sign in, as `--auth` takes it. */
type Auth = 'built-in' | 'external' | 'none';

export interface Trial {
  auth: Auth;
  resources: PlannedResource[];
  /** Whose rows they are; nothing without sign-in. */
  access: AccessLine[];
  notices: Notice[];
  steps: Step[];
}

/** What a step comes to; throws an Error that says why it failed. */
type Task = () => Promise<string>;

/** Told of each step when it begins and when it has ended. */
export type Watch = (name: string, task: () => Promise<Step>) => Promise<Step>;

interface Wanted {
  /** The folder below which the service is made. */
  parent: string;
  /** Flags of create. */
  args: string[];
  /** Whether its own tests are run, of which a service of a hundred tables has thousands. */
  isTested: boolean;
  /** Whether it gets the packages of other services instead of installing them. */
  isLent: boolean;
  watch: Watch;
}

/** What lets the seed write into somebody's own database: its name. */
function seedTarget(): string[] {
  const url = ownServer()['DATABASE_URL'];
  return url ? ['--', '--database', decodeURIComponent(new URL(url).pathname.slice(1))] : [];
}

/** Creates a service from a schema and takes it through everything that a service promises. */
export async function tryService(
  schema: string,
  { parent, args, isTested, isLent, watch }: Wanted,
): Promise<Trial> {
  const folder = join(parent, 'service');
  const trial: Trial = { auth: 'none', resources: [], access: [], notices: [], steps: [] };
  const step = async (name: string, task: Task): Promise<boolean> => {
    const done = await watch(name, () => timed(name, task));
    trial.steps.push(done);
    return done.ok;
  };

  const flags = isLent ? [...args, '--no-install'] : args;
  if (!(await step('create', () => create(schema, parent, flags, trial)))) return trial;
  if (isLent && !(await step('lend, migration, contract', () => prepare(folder)))) return trial;
  await step('check', () => script(folder, 'check'));
  if (isTested) await step('tests', () => ownTests(folder));
  // A database that was named is not migrated by anything else.
  if (ownServer()['DATABASE_URL']) await step('migrate', () => script(folder, 'db:migrate'));
  await step('seed', () => script(folder, 'db:seed', ...seedTarget()));
  if (!(await step('build', () => script(folder, 'build')))) return trial;
  await step('start, every list, stop', () => lists(folder, trial));
  return trial;
}

async function timed(name: string, task: Task): Promise<Step> {
  const started = performance.now();
  const [ok, detail] = await task().then(
    (result) => [true, result] as const,
    (error: Error) => [false, error.message] as const,
  );
  return { name, ok, seconds: (performance.now() - started) / 1000, detail };
}

async function create(
  schema: string,
  parent: string,
  args: string[],
  trial: Trial,
): Promise<string> {
  const all = ['service', '--schema', schema, ...args, '--no-git', '--json'];
  const { stdout, stderr } = await runKit(all, { cwd: parent, env: outsideEnv(ownServer()) });
  const result = JSON.parse(stdout || '{}');
  if (result.error) throw new Error(`${result.error.message}\n${result.error.hint ?? ''}`);
  if (!result.steps) throw new Error(stderr);
  const { resources, access, notices } = result;
  Object.assign(trial, { resources, access, notices, auth: authOf(join(parent, 'service')) });
  const failed = result.steps.filter(({ status }: { status: string }) => status === 'failed');
  if (failed.length > 0) {
    throw new Error(
      failed.map((one: Record<string, string>) => `${one['detail']}\n${one['output']}`).join('\n'),
    );
  }
  return `${result.files.length} files`;
}

/** What creation does once packages are installed. */
async function prepare(folder: string): Promise<string> {
  await lendModules(folder);
  await script(folder, 'db:generate', '--', '--name', 'init');
  return script(folder, 'contract');
}

function authOf(folder: string): Auth {
  return JSON.parse(readFileSync(join(folder, 'backend-kit.json'), 'utf8')).answers.auth;
}

/** Reads them as whoever may: as nobody, or as an admin. An identity provider, whose admins could, is not at hand. */
async function lists(folder: string, { auth, resources }: Trial): Promise<string> {
  // An address may cause few mails, and somebody whose profile is refused tries again.
  const service = await startBuilt(folder, [], { ...ownServer(), AUTH_LIMIT_MAILS: '0' });
  try {
    const paths = resources.map(({ path }) => path).filter((path) => path !== '');
    const caller = { none: nobody, external: undefined, 'built-in': signInAsAdmin }[auth];
    const said = await readLists(service, listsOf(folder, paths), await caller?.(service, folder));
    service.terminate();
    const code = await service.exited;
    if (code !== 0) throw new Error(`It ended with ${code}`);
    return said;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${lastLines(service.output())}`, {
      cause: error,
    });
  } finally {
    await service.stop();
  }
}

const nobody = async (): Promise<Record<string, string>> => ({});
