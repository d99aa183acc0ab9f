import { styleText } from 'node:util';
import { KitError } from './errors.ts';

type Style = Parameters<typeof styleText>[0];

/** Where a command runs and whom it talks to. Built once in the command line's entry; tests build their own. */
export interface Terminal {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** False without a TTY, with `--yes`, with `--json` and in CI: then nothing is ever asked. */
  interactive: boolean;
  /** True when the stream for people is a TTY, so that a line may be redrawn. */
  live: boolean;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
  signal: AbortSignal;
  /** Writes to the stream for people: stdout, or stderr with `--json`. */
  write(text: string): void;
  paint(style: Style, text: string): string;
}

/** Builds the terminal of this process. */
export function processTerminal(
  { json, yes }: { json: boolean; yes: boolean },
  signal: AbortSignal,
): Terminal {
  const { env, stdin, stdout, stderr } = process;
  const stream = json ? stderr : stdout;
  const colour = stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return {
    cwd: process.cwd(),
    env,
    interactive: stdin.isTTY && stdout.isTTY && !json && !yes && !isUnattended(env),
    live: stream.isTTY && env['TERM'] !== 'dumb' && !isUnattended(env),
    signal,
    write: (text) => void stream.write(text),
    paint: (style, text) => (colour ? styleText(style, text) : text),
  };
}

function isUnattended(env: NodeJS.ProcessEnv): boolean {
  return env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false' && env['CI'] !== '0';
}

/** Writes one line for the person. */
export function say(terminal: Terminal, line = ''): void {
  terminal.write(`${line}\n`);
}

/** Breaks a text into lines of at most `columns` characters, at spaces. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Ends the command as Ctrl-C does, after what was begun has been taken back. */
export class Cancelled extends KitError {
  constructor(message = 'Cancelled; nothing was written.') {
    super('CANCELLED', message);
  }
}

/** Waits for the promise, or no longer once the signal is aborted: then throws Cancelled. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new Cancelled();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * A signal that is aborted by Ctrl-C, SIGTERM and SIGHUP, so that what runs can take back what it began. Its reason is the one that came.
 * @param giveUp called each time from the third signal on
 */
export function abortOnSignals(giveUp: (signal: NodeJS.Signals) => void): AbortSignal {
  const controller = new AbortController();
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      count += 1;
      controller.abort(signal);
      if (count >= 3) giveUp(signal);
    });
  }
  return controller.signal;
}
