import { relative } from 'node:path';
import type { Answers } from '../../ask/questions.ts';
import { kitPackage } from '../../kit/package.ts';
import { countFindings, printFindings, printNotices } from '../../report/findings.ts';
import { shellQuoted } from '../../report/reproduce.ts';
import { say, type Terminal } from '../../terminal.ts';
import type { Finding } from '../../schema/lint.ts';
import type { Notice } from '../../schema/table.ts';
import { scriptCommand, type StepResult } from '../../steps/run.ts';
import { firstMigration } from './steps.ts';

const mostFindings = 20;

/** Prints what `lint` found, the worst first; the rest is one command away. */
export function printSchemaReport(
  terminal: Terminal,
  findings: Finding[],
  notices: Notice[],
): void {
  const told = findings.filter((finding) => finding.severity !== 'info');
  if (told.length > 0) {
    const ranked = told.toSorted((a, b) => a.severity.localeCompare(b.severity));
    printFindings(terminal, ranked.slice(0, mostFindings));
    say(
      terminal,
      `The schema: ${countFindings(findings)}. The service works all the same; \`npx ${kitPackage().program} lint\` lists them.`,
    );
    say(terminal);
  }
  if (notices.length === 0) return;
  say(terminal, terminal.paint('bold', 'Done differently from what the schema says:'));
  printNotices(terminal, notices);
  say(terminal);
}

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
  const enter = path === '' ? [] : [`cd ${shellQuoted(path)}`];
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

/** Prints the equivalent command and what to type next. */
export function printClosing(terminal: Terminal, reproduce: string, next: string[]): void {
  say(terminal);
  say(terminal, terminal.paint('dim', 'The same again, without questions:'));
  say(terminal, `  ${reproduce}`);
  say(terminal);
  say(terminal, terminal.paint('bold', 'Next:'));
  for (const command of next) say(terminal, `  ${command}`);
}
