import { KitError } from '../errors.ts';
import type { PackageManager } from '../package-managers.ts';
import { needsBundledNode } from '../plan/package-json.ts';
import type { Terminal } from '../terminal.ts';
import { runTool } from './run.ts';

/**
 * The version of a package manager; `''` for npm, whose version makes no difference here, and for one that is not there
 * and need not be.
 * @param needed whether the service is going to be installed
 * @throws KitError PACKAGE_MANAGER_MISSING, NODE_TOO_OLD
 */
export async function packageManagerVersion(
  terminal: Terminal,
  pm: PackageManager,
  { needed, node = process.versions.node }: { needed: boolean; node?: string },
): Promise<string> {
  if (pm === 'npm') return '';
  if (needed && pm === 'yarn' && needsBundledNode(node)) {
    throw new KitError(
      'NODE_TOO_OLD',
      `With yarn, a service runs on this machine's own Node, and ${node} is older than 22.12.`,
      'Install a newer Node, choose another package manager with --pm, or pass --no-install.',
    );
  }
  const result = await runTool(terminal, terminal.cwd, [pm, '--version']);
  if (result.ok) return result.output.trim().split('\n').at(-1) ?? '';
  if (!needed) return '';
  throw new KitError(
    'PACKAGE_MANAGER_MISSING',
    `${pm} is not installed on this machine, or not on the PATH.`,
    `Install it (npm install -g ${pm}), choose another with --pm, or pass --no-install.`,
  );
}
