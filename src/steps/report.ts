import type { StepResult } from './run.ts';
import { say, type Terminal } from '../terminal.ts';

/** Prints what is not on the screen yet: what was skipped, and for a failure its output and the command to run by hand. */
export function printSteps(terminal: Terminal, steps: StepResult[]): void {
  for (const { step, status, detail, advice = [], command, output } of steps) {
    // The long steps have ticked off their own line of progress.
    if (status === 'done' && step !== 'git') continue;
    const mark = { done: ['green', '✓'], skipped: ['dim', '-'], failed: ['red', '✗'] } as const;
    const [colour, sign] = mark[status];
    say(terminal, `${terminal.paint(colour, sign)} ${detail}`);
    if (output) say(terminal, terminal.paint('dim', output.replaceAll(/^/gm, '    ')));
    for (const sentence of advice) say(terminal, `  ${sentence}`);
    if (command) say(terminal, `  ${before(status, advice)}: ${terminal.paint('bold', command)}`);
  }
}

/** A command that has just failed fails again until something is done about the reason. */
function before(status: StepResult['status'], advice: readonly string[]): string {
  if (status !== 'failed') return 'In the service';
  const done = advice.length > 0 ? 'After that' : 'The lines above say why. When that is put right';
  return `${done}, in the service`;
}
