import type { Edit } from '../edit/edit.ts';
import { setJsonKey } from '../edit/json.ts';
import { addLines } from '../edit/lines.ts';
import { features } from '../features/index.ts';
import { isClassic, type PackageManager } from '../package-managers.ts';
import type { Notice } from '../schema/table.ts';
import { commandsFor, commandsOf } from './package-manager-files.ts';
import type { PlannedFile } from './planned-file.ts';

export interface Adapted {
  files: PlannedFile[];
  notices: Notice[];
}

interface YarnSettings {
  approved: string[];
  devDependencies: Record<string, string>;
  version: string;
}

interface InstallSettings {
  allowScripts?: Record<string, boolean>;
  devDependencies?: Record<string, string>;
  engines?: Record<string, string>;
}

/**
 * Gives a plan what a package manager other than npm needs to install the service: which packages may run an install
 * script (each has a list of its own for npm's `allowScripts`), for yarn a real `node_modules`, and its commands in what
 * features bring and in what people read. Pure.
 */
export function adaptToPackageManager(
  planned: PlannedFile[],
  pm: PackageManager,
  version = '',
): Adapted {
  if (pm === 'npm') return { files: planned, notices: [] };
  const files = planned.map((file) => withCommands(file, pm, version));
  const text = files.find(({ path }) => path === 'package.json')?.content.toString() ?? '{}';
  const { allowScripts = {}, devDependencies = {} } = JSON.parse(text) as InstallSettings;
  if (pm === 'pnpm') return { files: [...files, pnpmWorkspace(allowScripts)], notices: [] };
  const approved = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  if (pm === 'bun') {
    const edited = edit(files, 'package.json', (content) =>
      setJsonKey(content, 'trustedDependencies', approved),
    );
    return { files: edited, notices: [] };
  }
  return adaptToYarn(files, { approved, devDependencies, version });
}

function withCommands(
  file: PlannedFile,
  pm: Exclude<PackageManager, 'npm'>,
  version: string,
): PlannedFile {
  const text = file.content.toString();
  if (/^(?:README|AGENTS)\.md$/.test(file.path)) {
    return { ...file, content: commandsFor(pm, version, text) };
  }
  const commands = commandsOf(pm, version);
  const adapted = features.reduce(
    (done, feature) => feature.forPackageManager?.(file.path, done, commands) ?? done,
    text,
  );
  return adapted === text ? file : { ...file, content: adapted };
}

function adaptToYarn(
  files: PlannedFile[],
  { approved, devDependencies, version }: YarnSettings,
): Adapted {
  const { node, ...others } = devDependencies;
  const dependenciesMeta = Object.fromEntries(approved.map((name) => [name, { built: true }]));
  const approving = edit(files, 'package.json', (text) => {
    const { engines, allowScripts: _, ...rest } = JSON.parse(text) as InstallSettings;
    // Not at the end: the service's formatter has an order of its own for the keys of a package.json.
    const content = { ...rest, devDependencies: others, dependenciesMeta, engines };
    return { text: `${JSON.stringify(content, null, 2)}\n` };
  });
  const ignoring = edit(approving, '.gitignore', (text) =>
    addLines(text, '.yarn/install-state.gz'),
  );
  const notice: Notice = {
    subject: 'package.json',
    message:
      'yarn runs the install script of the package `node` with that package itself, before it is there, so it is left ' +
      'out: the service needs a Node on this machine that its `engines` allow.',
  };
  const own = isClassic(version || '1') ? [yarnrc] : [yarnrc, yarnLock];
  return { files: [...ignoring, ...own], notices: node === undefined ? [] : [notice] };
}

/** A plan with one of its files edited. The kit planned that file itself, so a refusal would be a bug of the kit. */
function edit(files: PlannedFile[], path: string, change: (text: string) => Edit): PlannedFile[] {
  return files.map((file) => {
    if (file.path !== path) return file;
    const result = change(file.content.toString());
    if (result === 'unchanged') return file;
    if ('cannot' in result) throw new Error(`${path}: ${result.cannot.reason}`);
    return { ...file, content: result.text };
  });
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

/**
 * The newer yarn looks for a project in the folders above, and refuses to install what that one does not list, or reads none
 * of the service's own settings where it does. A lockfile, be it empty, is what tells it that the service is a project.
 */
const yarnLock: PlannedFile = { path: 'yarn.lock', content: '', owner: 'yours' };
