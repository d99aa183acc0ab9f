import { setJsonKey } from '../edit/json.ts';
import { KitError } from '../errors.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import type { PackageManager } from '../questions.ts';
import type { Terminal } from '../report/terminal.ts';
import { runTool } from './run.ts';

/**
 * The version of a package manager; `''` for npm, whose version makes no difference here.
 * @throws KitError PACKAGE_MANAGER_MISSING before anything is written
 */
export async function packageManagerVersion(
  terminal: Terminal,
  pm: PackageManager,
): Promise<string> {
  if (pm === 'npm') return '';
  const result = await runTool(terminal, terminal.cwd, [pm, '--version']);
  if (result.ok) return result.output.trim();
  throw new KitError(
    'PACKAGE_MANAGER_MISSING',
    `${pm} is not installed on this machine, or not on the PATH.`,
    `Install it (npm install -g ${pm}), choose another with --pm, or pass --no-install.`,
  );
}

/**
 * Adds what a package manager other than npm needs to install the service: which packages may run an install script
 * (each has a list of its own for npm's `allowScripts`), and for yarn a real `node_modules`. Pure.
 */
export function adaptToPackageManager(files: PlannedFile[], pm: PackageManager): PlannedFile[] {
  const packageJson = files.find((file) => file.path === 'package.json');
  if (pm === 'npm' || !packageJson) return files;
  const { allowScripts = {} } = JSON.parse(packageJson.content.toString()) as {
    allowScripts?: Record<string, boolean>;
  };
  if (pm === 'pnpm') return [...files, pnpmWorkspace(allowScripts)];
  const approved = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  const [key, value] =
    pm === 'bun'
      ? ['trustedDependencies', approved]
      : ['dependenciesMeta', Object.fromEntries(approved.map((name) => [name, { built: true }]))];
  const edit = setJsonKey(packageJson.content.toString(), key, value);
  const edited =
    typeof edit === 'object' && 'text' in edit
      ? { ...packageJson, content: edit.text }
      : packageJson;
  const changed = files.map((file) => (file === packageJson ? edited : file));
  return pm === 'yarn' ? [...changed, yarnrc] : changed;
}

/** Both names of the setting: `allowBuilds` since pnpm 11, `onlyBuiltDependencies` before. */
function pnpmWorkspace(allowScripts: Record<string, boolean>): PlannedFile {
  const entries = Object.entries(allowScripts);
  const content = [
    '# Which packages may run an install script; everything else is refused.',
    'allowBuilds:',
    ...entries.map(([name, allowed]) => `  '${name}': ${allowed}`),
    '# The same for pnpm 10.',
    'onlyBuiltDependencies:',
    ...entries.filter(([, allowed]) => allowed).map(([name]) => `  - '${name}'`),
    '',
  ];
  return { path: 'pnpm-workspace.yaml', content: content.join('\n'), owner: 'yours' };
}

const yarnrc: PlannedFile = {
  path: '.yarnrc.yml',
  content:
    '# Some packages of the service start programs that lie in their own folder.\nnodeLinker: node-modules\n',
  owner: 'yours',
};
