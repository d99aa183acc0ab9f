import { isPath, withoutLentNode } from '../kit/machine-node.ts';
import type { PackageManager } from '../package-managers.ts';
import { Cancelled, type Terminal } from '../terminal.ts';

export interface ToolResult {
  ok: boolean;
  /** True when there is no such program on this machine. */
  missing: boolean;
  /** Undefined where it could not be started, or was ended by a signal. */
  exitCode?: number | undefined;
  /** Everything it printed, both streams interleaved. */
  output: string;
}

/** What a step did, for the closing lines and for `--json`. */
export interface StepResult {
  step: 'install' | 'migrate' | 'contract' | 'git';
  status: 'done' | 'skipped' | 'failed';
  /** One sentence. */
  detail: string;
  /** What can be done about it, in full sentences; of several, each is enough. */
  advice?: readonly string[];
  /** What does the step by hand, where nothing else has to be done before. */
  command?: string;
  /** The end of the failed program's output. */
  output?: string;
}

/**
 * Runs a program in a folder to its end. A failure is a result; only an aborted signal throws.
 * @throws Cancelled after the program has ended
 */
export async function runTool(
  terminal: Terminal,
  cwd: string,
  [program, ...args]: [string, ...string[]],
  env: Record<string, string | undefined> = {},
): Promise<ToolResult> {
  // Only here: loading it takes longer than planning a small service, and most commands run no program.
  const { execa } = await import('execa');
  const result = await execa(program, args, {
    cwd,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: terminal.signal,
    forceKillAfterDelay: 5000,
    preferLocal: true,
    localDir: cwd,
    extendEnv: false,
    env: { ...projectEnv(terminal.env), ...env },
  });
  if (terminal.signal.aborted) throw new Cancelled();
  const { failed, code, exitCode, all } = result;
  return { ok: !failed, missing: code === 'ENOENT', exitCode, output: all ?? '' };
}

/**
 * The environment without what npm tells the scripts of another package about itself, without another project's Node, and
 * without a NODE_ENV that would leave out the devDependencies.
 */
export function projectEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign =
    /^(?:npm_(?:package|lifecycle)_|npm_config_(?:global|local_prefix|package|call|dry_run)$|INIT_CWD$|NODE_ENV$)/i;
  const own = Object.entries(env).filter(([name]) => !foreign.test(name));
  return Object.fromEntries(
    own.map(([name, value]) => [name, isPath(name) ? withoutLentNode(value ?? '') : value]),
  );
}

/** The command that runs a script of the service with arguments. Only npm needs `--` before them. */
export function scriptCommand(
  pm: PackageManager,
  script: string,
  args: string[] = [],
): [string, ...string[]] {
  const separator = pm === 'npm' && args.length > 0 ? ['--'] : [];
  return [pm, 'run', script, ...separator, ...args];
}

/** The last lines of a program's output that say something, and something else than the line before. */
export function tail(output: string, lines = 20): string {
  return output
    .split('\n')
    .filter((line, at, all) => line.trim() !== '' && line !== all[at - 1])
    .slice(-lines)
    .join('\n');
}
