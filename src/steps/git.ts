import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal.ts';
import { adviceFor } from './advice.ts';
import { runTool, type StepResult, tail } from './run.ts';

/**
 * Starts a repository with a first commit. Nothing to do within an existing repository, unless that ignores the folder: then
 * it holds none of it, and its list would hide the service from the service's own tools. A machine without git or without an
 * identity for commits is told so and is no failure.
 */
export async function startRepository(terminal: Terminal, folder: string): Promise<StepResult> {
  const git = (...args: string[]) => runTool(terminal, folder, ['git', ...args]);
  const skipped = (detail: string, rest: Partial<StepResult> = {}): StepResult => ({
    step: 'git',
    status: 'skipped',
    detail,
    ...rest,
  });
  const failed = (detail: string, output: string): StepResult => ({
    step: 'git',
    status: 'failed',
    detail,
    advice: adviceFor('git', output),
    command: commit,
    output: tail(output),
  });

  if (existsSync(join(folder, '.git'))) return skipped('The folder is a git repository already.');
  const inside = await runTool(terminal, dirname(folder), [
    'git',
    'rev-parse',
    '--is-inside-work-tree',
  ]);
  if (inside.missing)
    return skipped('There is no git on this machine, so no repository was started.');
  const isIgnored = inside.ok && (await git('check-ignore', '--quiet', '.')).ok;
  if (inside.ok && !isIgnored)
    return skipped('The folder lies in a git repository, so no new one was started.');

  const steps = [
    ['init', '--quiet'],
    // `init --initial-branch` is not known before git 2.28.
    ['symbolic-ref', 'HEAD', 'refs/heads/main'],
    ['add', '-A'],
    ['var', 'GIT_COMMITTER_IDENT'],
  ];
  for (const args of steps) {
    const result = await git(...args);
    if (result.ok) continue;
    if (args[0] === 'var') {
      const detail =
        'A repository was started, but git has no user.name and user.email to commit with.';
      return skipped(detail, { advice: identity, command: commit });
    }
    return failed(`git ${args[0]} failed.`, result.output);
  }
  // Hooks and signing are the person's set-up for their own commits; a hook that fails must not fail the creation.
  const result = await git(
    '-c',
    'commit.gpgsign=false',
    'commit',
    '--quiet',
    '--no-verify',
    '-m',
    'Create the service',
  );
  if (result.ok)
    return { step: 'git', status: 'done', detail: 'Started a git repository with a first commit.' };
  return failed('The first commit failed.', result.output);
}

/**
 * Where no repository is started: whether one around the folder ignores it, as then its list hides the service from its own
 * formatter and linter, and nothing in the service's own files can undo that.
 */
export async function ignoredFolder(terminal: Terminal, folder: string): Promise<StepResult[]> {
  if (existsSync(join(folder, '.git')) || !isInRepository(folder)) return [];
  const { ok } = await runTool(terminal, folder, ['git', 'check-ignore', '--quiet', '.']);
  if (!ok) return [];
  return [
    {
      step: 'git',
      status: 'skipped',
      detail:
        'The git repository around this folder ignores it, so the script `check` finds no files here until it has one of its own.',
      command: 'git init',
    },
  ];
}

/** Whether a folder around this one is a repository, or a work tree of one. */
function isInRepository(folder: string): boolean {
  const above = dirname(folder);
  return above !== folder && (existsSync(join(above, '.git')) || isInRepository(above));
}

const commit = 'git add -A && git commit -m "Create the service"';

const identity = [
  'Say who you are: git config --global user.name "Your Name" && git config --global user.email "you@example.com"',
];
