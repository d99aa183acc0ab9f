import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that was started, with everything that it starts in turn. */
export interface Child {
  pid: number;
  /** The end of what it printed, on both streams. */
  output: () => string;
  /** Its exit code, or 128 and the signal's number. Rejects when it could not be started. */
  exited: Promise<number>;
  /** Sends it a message and returns its answer; only with a channel. */
  ask: (message: unknown) => Promise<unknown>;
}

export interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** A Node program to talk with. */
  channel?: boolean;
}

/** A program that did not end well, with the end of what it printed. */
export class ChildError extends Error {
  readonly output: string;

  constructor(command: readonly string[], reason: string, output: string) {
    super(`${command.join(' ')}: ${reason}`);
    this.name = 'ChildError';
    this.output = output;
  }
}

const KEPT_OUTPUT = 20_000;
const GRACE = 5000;
const POLL = 20;

const running = new Set<Child>();

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal reaches only this process, which then ends the
 * whole group, whatever npm and shells in between do with signals.
 */
export function startChild(
  command: readonly [string, ...string[]],
  { channel = false, ...options }: ChildOptions,
): Child {
  const [program, ...args] = command;
  const spawned = spawn(program, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(channel ? ['ipc' as const] : [])],
  });
  let output = '';
  for (const stream of [spawned.stdout, spawned.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  const exited = exitCode(spawned);
  const ask = async (message: unknown): Promise<unknown> => {
    spawned.send(message as Serializable);
    const [answer] = (await Promise.race([once(spawned, 'message'), exited])) as [unknown];
    return answer;
  };
  const child: Child = { pid: spawned.pid ?? 0, output: () => output, exited, ask };
  // Whoever waits for it meets the failure; nobody has to wait.
  exited.catch(() => running.delete(child));
  running.add(child);
  return child;
}

/**
 * Runs a program to its end.
 *
 * @returns what it printed
 * @throws {ChildError} when its exit code is not 0
 */
export async function runChild(
  command: readonly [string, ...string[]],
  options: ChildOptions = {},
): Promise<string> {
  const child = startChild(command, options);
  const code = await child.exited;
  running.delete(child);
  if (code !== 0) throw new ChildError(command, `exit code ${code}`, child.output());
  return child.output();
}

/** Ends a program and all that it started; what does not end in time is killed. */
export async function stopChild(child: Child): Promise<void> {
  running.delete(child);
  signalGroup(child, 'SIGTERM');
  if (await groupEnds(child)) return;
  signalGroup(child, 'SIGKILL');
  await groupEnds(child);
}

/** Ends everything that was started here and still runs. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map(stopChild));
}

async function exitCode(spawned: ChildProcess): Promise<number> {
  const [code, signal] = (await once(spawned, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

async function groupEnds(child: Child): Promise<boolean> {
  const deadline = Date.now() + GRACE;
  while (signalGroup(child, 0)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL);
  }
  return true;
}

/** @returns false when nobody is left in the group */
function signalGroup({ pid }: Child, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
