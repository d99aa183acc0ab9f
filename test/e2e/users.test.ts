import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { outsideEnv, run } from '../support/outside.ts';

/** `nobody`, who has no rights on anything: everything that it needs must be its own or readable by all. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

// Every other test of this folder runs as whoever runs the tests: as root in a container, as themselves on a laptop. Only
// root can be both.
describe.runIf(isRoot)('an ordinary user, when the tests run as root', () => {
  let home: string;
  let env: NodeJS.ProcessEnv;

  /** Runs a program as that user, in its home. */
  const asUser = (program: string, args: string[], cwd = home) => {
    const switched = ['--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups'];
    return run(['setpriv', ...switched, program, ...args], { cwd, env });
  };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'kit-user-'));
    env = outsideEnv({ HOME: home, USER: 'nobody', npm_config_cache: join(home, '.npm') });
    chmodSync(home, 0o755);
    chownSync(home, NOBODY, NOBODY);
    await installKit(home);
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('creates a service, which passes its check and its tests', async () => {
    const program = join(home, 'node_modules', '.bin', kitPackage().program);
    const args = ['service', '--example', 'blog', '--yes', '--json'];
    const created = await asUser(program, args);
    expect(created.exitCode, created.stderr).toBe(0);
    const { steps } = JSON.parse(created.stdout) as { steps: { status: string }[] };
    expect(steps.map(({ status }) => status)).toEqual(['done', 'done', 'done']);

    const folder = join(home, 'service');
    const checked = await asUser('npm', ['run', 'check'], folder);
    expect(checked.exitCode, checked.stdout).toBe(0);
    const tested = await asUser('npm', ['test', '--', 'src/modules/posts', 'test/health'], folder);
    expect(tested.exitCode, tested.stdout).toBe(0);
    expect(tested.stdout).toMatch(/^ *Tests +\d+ passed \(\d+\)$/m);
  });
});

/** Installs the packed kit as root: this checkout may lie where the user can't read it. */
async function installKit(home: string): Promise<void> {
  const packed = ['npm', 'pack', '--ignore-scripts', '--pack-destination', home] as const;
  expect(await run([...packed], { cwd: packageRoot() })).toMatchObject({ exitCode: 0 });
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(join(home, 'node_modules'));
  const command = ['npm', 'install', '--prefix', home, '--no-audit', '--no-fund'] as const;
  const { exitCode, stderr } = await run([...command, join(home, tarball)], { cwd: home });
  expect(exitCode, stderr).toBe(0);
}
