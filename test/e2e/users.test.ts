import { chownSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { copyFolder } from '../support/copy.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, run } from '../support/outside.ts';
import { allPassed, noFindings, removeServices, servicesFolder } from './service.ts';

/** `nobody`, who has no rights on anything: everything that it needs must be its own or readable by all. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

// Every other test of this folder runs as whoever runs the tests: as root in a container, as themselves on a laptop. Only
// root can be both.
describe('the example saas, for an ordinary user also where the tests run as root', () => {
  let home: string;
  let folder: string;

  /** Runs a program as that user, which has to end well, and returns what it printed. */
  const asUser = async (command: [string, ...string[]], cwd = folder): Promise<string> => {
    const env = outsideEnv({ HOME: home, USER: 'nobody', npm_config_cache: join(home, '.npm') });
    const switched = ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
    const [program = '', ...args] = isRoot ? [...switched, ...command] : command;
    const { exitCode, stdout, stderr } = await run([program, ...args], { cwd, env });
    expect(exitCode, `${command.join(' ')}\n${stdout.slice(-5000)}\n${stderr}`).toBe(0);
    return stdout;
  };

  beforeAll(async () => {
    home = servicesFolder('user');
    if (isRoot) chownSync(home, NOBODY, NOBODY);
    copyKit(join(home, 'kit'));
    const flags = ['--example', 'saas', '--auth', 'none', '--no-install', '--no-git', '--yes'];
    await asUser(['node', join(home, 'kit/dist/src/cli.js'), 'saas', ...flags], home);
    folder = join(home, 'saas');
    await lendModules(folder, { copied: true });
    // The test runner keeps things there.
    if (isRoot) chownSync(join(folder, 'node_modules'), NOBODY, NOBODY);
  });

  afterAll(() => removeServices(home));

  it('is created, and passes its own check without a warning', async () => {
    expect(await asUser(['npm', 'run', 'check'])).toContain(noFindings);
  });

  it('migrates, passes the tests of its tables and of Postgres, and seeds', async () => {
    await asUser(['npm', 'run', 'db:generate', '--', '--name', 'init']);
    const some = ['src/modules', 'test/openapi', 'test/health', 'test/postgres'];
    expect(await asUser(['npm', 'test', '--', ...some])).toMatch(allPassed);
    await asUser(['npm', 'run', 'db:seed']);
  });
});

/** This checkout may lie where the user can't read it. */
function copyKit(folder: string): void {
  mkdirSync(folder);
  for (const part of ['package.json', 'CHANGELOG.md', 'dist', 'templates'])
    cpSync(join(packageRoot(), part), join(folder, part), { recursive: true });
  copyFolder(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
}
