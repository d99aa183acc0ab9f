import { isClassic, type PackageManager } from '../package-managers.ts';
import { withProgress } from '../report/progress.ts';
import type { Terminal } from '../terminal.ts';
import { adviceFor } from './advice.ts';
import { runTool, type StepResult, tail } from './run.ts';

/** What each package manager leaves in a service's folder. */
export const installLeftovers = [
  'node_modules',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  '.yarn',
];

/** The command that installs a service, and makes its lockfile, also where CI is set. */
export function installCommand(pm: PackageManager, version: string): [string, ...string[]] {
  switch (pm) {
    case 'npm':
      return ['npm', 'install', '--include=dev', '--no-audit', '--no-fund'];
    case 'pnpm':
      return ['pnpm', 'install', '--no-frozen-lockfile', '--prod=false'];
    case 'yarn':
      // Only the newer line refuses in CI to write a lockfile, and only that one knows the flag.
      return isClassic(version)
        ? ['yarn', 'install', '--production=false', '--non-interactive']
        : ['yarn', 'install', '--no-immutable'];
    case 'bun':
      return ['bun', 'install', '--no-frozen-lockfile'];
  }
}

/** Installs the dependencies. After a failure the service stays, and the result says what to run. */
export async function install(
  terminal: Terminal,
  folder: string,
  pm: PackageManager,
  version: string,
): Promise<StepResult> {
  const command = `${pm} install`;
  const result = await withProgress(terminal, `Installing with ${pm}`, () =>
    runTool(terminal, folder, installCommand(pm, version)),
  );
  if (result.ok) return { step: 'install', status: 'done', detail: `Installed with ${pm}.` };
  if (result.missing) {
    return {
      step: 'install',
      status: 'failed',
      detail: `${pm} is not installed on this machine, or not on the PATH.`,
      advice: [`Install it (${pm === 'npm' ? 'it comes with Node' : `npm install -g ${pm}`}).`],
      command,
    };
  }
  return {
    step: 'install',
    status: 'failed',
    detail: `${pm} could not install the dependencies.`,
    advice: adviceFor('install', result.output),
    command,
    output: tail(result.output),
  };
}
