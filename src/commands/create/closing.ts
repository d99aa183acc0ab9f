import { relative } from 'node:path';
import type { Answers } from '../../questions.ts';
import { quote } from '../../report/reproduce.ts';
import { say, type Terminal } from '../../report/terminal.ts';
import { scriptCommand, type StepResult } from '../../steps/run.ts';

/** The three commands to type next: into the folder, what is left undone, and into the work. */
export function nextCommands(
  folder: string,
  cwd: string,
  { pm }: Pick<Answers, 'pm'>,
  steps: StepResult[],
): string[] {
  const script = (name: string) => scriptCommand(pm, name).join(' ');
  const isDone = (step: StepResult['step']) =>
    steps.some((result) => result.step === step && result.status === 'done');
  const open = isDone('install')
    ? isDone('migrate')
      ? []
      : [script('db:migrate')]
    : [`${pm} install`, ...(isDone('migrate') ? [] : [script('db:generate')])];
  const path = relative(cwd, folder);
  const enter = path === '' ? [] : [`cd ${quote(path)}`];
  return [...enter, ...open, script('dev'), script('test'), script('check')].slice(0, 3);
}

/** What to do by hand before the first migration, where the step that does it did not run. */
export function printPrerequisites(
  terminal: Terminal,
  statements: string[],
  steps: StepResult[],
): void {
  if (statements.length === 0 || steps.some(({ step }) => step === 'migrate')) return;
  say(
    terminal,
    'Before the first migration the database needs what the schema uses and drizzle does not create:',
  );
  for (const statement of statements) {
    say(terminal, terminal.paint('dim', statement.trim().replaceAll(/^/gm, '    ')));
  }
  say(
    terminal,
    'Put it into a migration of its own first: npx drizzle-kit generate --custom --name prerequisites',
  );
}

/** Prints what is not on the screen yet: what was skipped, and for a failure its output and the command to run by hand. */
export function printSteps(terminal: Terminal, steps: StepResult[]): void {
  for (const { step, status, detail, command, output } of steps) {
    // The long steps have ticked off their own line of progress.
    if (status === 'done' && step !== 'git') continue;
    const mark = { done: ['green', '✓'], skipped: ['dim', '-'], failed: ['red', '✗'] } as const;
    const [colour, sign] = mark[status];
    say(terminal, `${terminal.paint(colour, sign)} ${detail}`);
    if (output) say(terminal, terminal.paint('dim', output.replaceAll(/^/gm, '    ')));
    if (command)
      say(terminal, `  Run it by hand in the service: ${terminal.paint('bold', command)}`);
  }
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
