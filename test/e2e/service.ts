import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { runInstalledKit } from '../support/installed-kit.ts';
import { lendModules } from '../support/modules.ts';
import { outsideEnv, run } from '../support/outside.ts';

/** What a run of tests prints when none of them failed and none was left out. */
export const allPassed = /^ *Tests +\d+ passed \(\d+\)$/m;

/** The same of a whole service: one test needs `promtool`, and says so where there is none. */
export const wholePassed = hasPromtool()
  ? allPassed
  : /^ *Tests +\d+ passed \| 1 skipped \(\d+\)$/m;

function hasPromtool(): boolean {
  return spawnSync('promtool', ['--version']).error === undefined;
}

/** What the linter prints when it has looked and found nothing. */
export const noFindings = 'Found 0 warnings and 0 errors.';

/** A temporary folder for services, which Postgres, too, may enter when the tests run as root. */
export function servicesFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `kit-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * Removes such a folder. Its Postgres may be at its end, and take files away meanwhile: `rmSync` then stops half way and, forced, says
 * nothing (Node 24).
 */
export function removeServices(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20 });
}

/** Creates a service in a folder below `parent`, with lent packages and without git, and returns where it is. */
export async function createService(parent: string, name: string, args: string[]): Promise<string> {
  // Those that sign people in have tests of their own; they are twice as many, and the same in each.
  const open = args.includes('--auth') ? [] : ['--auth', 'none'];
  const all = [name, ...args, ...open, '--no-install', '--no-git', '--yes'];
  const { exitCode, stderr } = await runInstalledKit(all, { cwd: parent });
  expect(exitCode, stderr).toBe(0);
  const folder = join(parent, name);
  await lendModules(folder);
  return folder;
}

/** Puts the kit where services below `parent` find it: a service with lent packages has none of its own. */
export function linkKit(parent: string): void {
  const link = join(parent, 'node_modules', kitPackage().name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(packageRoot(), link);
}

/** Runs an npm script of a service, which has to end well, and returns what it printed. */
export async function script(folder: string, ...args: string[]): Promise<string> {
  const command = ['npm', 'run', ...args] as [string, ...string[]];
  const { exitCode, stdout, stderr } = await run(command, { cwd: folder, env: outsideEnv() });
  expect(exitCode, `npm run ${args.join(' ')}\n${stdout.slice(-5000)}\n${stderr}`).toBe(0);
  return stdout;
}

/** Writes the first migration of a service. */
export function firstMigration(folder: string): Promise<string> {
  return script(folder, 'db:generate', '--', '--name', 'init');
}
