import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { promisify } from 'node:util';

/** What to look into: where programs are started, and with which environment. */
interface Machine {
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The version of Node that a service's scripts will run on: the one that the person's own terminal finds. It may be another
 * than this process's, which a package manager can have started with the Node of a project or of the kit itself.
 *
 * @returns the version of the `node` on the PATH; where there is none, of the one that npm runs on; else of this process
 */
export async function machineNode({ cwd, env }: Machine): Promise<string> {
  const programs = [nodeOnPath(env), env['npm_node_execpath']];
  for (const program of programs) {
    // oxlint-disable-next-line no-await-in-loop -- the second is asked only where the first says nothing
    const version = program && (await versionOf(program, cwd));
    if (version) return version;
  }
  return process.versions.node;
}

/**
 * The folders of a PATH without those that a package manager put there and that would lend another project's Node: what
 * runs with them need not run in the person's terminal.
 */
export function withoutLentNode(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !(isLent(folder) && programIn(folder)))
    .join(delimiter);
}

function nodeOnPath(env: NodeJS.ProcessEnv): string | undefined {
  const folders = pathsOf(env).flatMap((path) => withoutLentNode(path).split(delimiter));
  return folders.flatMap((folder) => programIn(folder) ?? [])[0];
}

/** Windows calls the variable `Path`. */
function pathsOf(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(env).flatMap(([name, value]) => (isPath(name) && value ? [value] : []));
}

/** Whether a variable of an environment is the PATH, however the system spells it. */
export function isPath(name: string): boolean {
  return name.toUpperCase() === 'PATH';
}

function isLent(folder: string): boolean {
  return folder.endsWith(join(sep, 'node_modules', '.bin'));
}

function programIn(folder: string): string | undefined {
  if (folder === '') return undefined;
  return ['node', 'node.exe'].map((name) => join(folder, name)).find((path) => existsSync(path));
}

async function versionOf(program: string, cwd: string): Promise<string | undefined> {
  try {
    if (realpathSync(program) === realpathSync(process.execPath)) return process.versions.node;
    const { stdout } = await promisify(execFile)(program, ['--version'], { cwd });
    return /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    // A version manager's stand-in that has no version to offer.
    return undefined;
  }
}
