import { delimiter, join, sep } from 'node:path';
import { execa } from 'execa';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { cleanEnv } from './environment.ts';

const CLI = join(packageRoot(), kitPackage().entry);

/**
 * The environment of somebody's own terminal: without the `npm test` that runs this process, whose `node_modules/.bin` would
 * lend a service programs that it lacks, and without the test runner's own variables.
 *
 * @param path folders to look for programs in before all others
 */
export function outsideEnv(more: NodeJS.ProcessEnv = {}, path: string[] = []): NodeJS.ProcessEnv {
  const own = Object.entries(cleanEnv()).filter(
    ([name]) => !/^(?:VITEST|TEST$|GOLDEN$)/.test(name),
  );
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !isLent(folder));
  return {
    ...Object.fromEntries(own),
    NO_COLOR: '1',
    // Most of what a service needs has just been installed for another one.
    npm_config_prefer_offline: 'true',
    // A machine without an identity for commits would skip the commit that the tests look at.
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
    ...more,
    PATH: [...path, ...folders].join(delimiter),
  };
}

function isLent(folder: string): boolean {
  return folder.includes(`${sep}node_modules${sep}`);
}

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a program in somebody's terminal; how it ends is for the test to judge. */
export async function run(
  [program, ...args]: [string, ...string[]],
  { cwd, env = outsideEnv() }: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  const options = { cwd, env, extendEnv: false, reject: false, stdin: 'ignore' } as const;
  const { exitCode, stdout, stderr, message } = await execa(program, args, options);
  return {
    exitCode: exitCode ?? -1,
    stdout,
    stderr: exitCode === undefined ? `${message}` : stderr,
  };
}

/** Runs the built kit. */
export function runKit(
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<Ran> {
  return run(['node', CLI, ...args], options);
}
