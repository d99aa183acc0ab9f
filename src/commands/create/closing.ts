import { relative } from 'node:path';
import type { Answers } from '../../ask/questions.ts';
import { quote } from '../../report/reproduce.ts';
import { say, type Terminal } from '../../report/terminal.ts';
import { scriptCommand, type StepResult } from '../../steps/run.ts';
import { firstMigration } from './steps.ts';

/**
 * The three commands to type next: into the folder, what is left undone, and into the work. With them the service runs on a
 * database that has its tables.
 */
export function nextCommands(
  folder: string,
  cwd: string,
  { pm }: Pick<Answers, 'pm'>,
  steps: StepResult[],
): string[] {
  const script = (name: string, args?: string[]) => scriptCommand(pm, name, args).join(' ');
  const find = (step: StepResult['step']) => steps.find((result) => result.step === step);
  const path = relative(cwd, folder);
  const enter = path === '' ? [] : [`cd ${quote(path)}`];
  const install = find('install')?.status === 'done' ? [] : [`${pm} install`];
  const migration = find('migrate');
  const generate = script('db:generate', ['--name', firstMigration]);
  // What was skipped or failed says itself what it takes, which may be a choice that only a person can make.
  const open = migration ? [migration.command ?? []].flat() : [generate];
  const work = [script('dev'), script('test'), script('check')];
  const isLong = install.length + open.length > 1;
  const begin = isLong ? [[...enter, ...install].join(' && ')] : [...enter, ...install];
  return [...begin, ...open, ...work].slice(0, 3);
}

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

/** Prints the equivalent command and what to type next. */
export function printClosing(terminal: Terminal, reproduce: string, next: string[]): void {
  say(terminal);
  say(terminal, terminal.paint('dim', 'The same again, without questions:'));
  say(terminal, `  ${reproduce}`);
  say(terminal);
  say(terminal, terminal.paint('bold', 'Next:'));
  for (const command of next) say(terminal, `  ${command}`);
}
