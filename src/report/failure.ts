import { CANCELLED } from '../end.ts';
import { KitError } from '../errors.ts';
import { say, type Terminal } from '../terminal.ts';

/** Mistakes in how the command was called; everything else that goes wrong ends with 1. */
const usageCodes = new Set([
  'UNKNOWN_FLAG',
  'UNKNOWN_COMMAND',
  'INVALID_FLAG',
  'INVALID_ANSWER',
  'MISSING_ANSWER',
  'FLAGS_DO_NOT_COMBINE',
  'TOO_MANY_ARGUMENTS',
  'UNKNOWN_TABLE',
  'INVALID_ACCESS',
  'TENANTS_TABLE',
  'ACCESS_CHOSEN',
  'INVALID_COLUMN',
  'INVALID_REFERENCE',
  'INVALID_TABLE',
  'TABLE_EXISTS',
]);

/** 130 for Ctrl-C, 2 for a mistake in the call, 1 for everything else. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof KitError)) return 1;
  if (error.code === 'CANCELLED') return CANCELLED;
  return usageCodes.has(error.code) ? 2 : 1;
}

/** A failure as `--json` prints it. */
export function failureJson(error: unknown): object {
  if (error instanceof KitError) {
    return { error: { code: error.code, message: error.message, hint: error.hint ?? null } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { error: { code: 'UNEXPECTED', message, hint: null } };
}

/** Tells the person what went wrong: a sentence and a hint, or for a bug of the kit the stack and where to report it. */
export function printFailure(terminal: Terminal, error: unknown, bugs: string | undefined): void {
  if (!(error instanceof KitError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(terminal, `${terminal.paint('red', 'This is a bug in the kit.')}\n${stack}`);
    say(terminal, `Please report it${bugs ? ` at ${bugs}` : ''}, with the command that you ran.`);
    return;
  }
  if (error.code === 'CANCELLED') {
    say(terminal, error.message);
    return;
  }
  say(terminal, `${terminal.paint(['red', 'bold'], 'error:')} ${error.message}`);
  if (error.hint) say(terminal, terminal.paint('dim', error.hint));
}
