import type { Change } from '../../apply/compare.ts';
import { unifiedDiff } from '../../apply/diff.ts';
import { kitPackage } from '../../kit/package.ts';
import { formatColumn, formatReference } from '../../new-table/grammar.ts';
import type { NewTable } from '../../new-table/new-table.ts';
import { printAccess } from '../../report/access.ts';
import { printPlan } from '../../report/changes.ts';
import { printNotices } from '../../report/findings.ts';
import { shellQuoted } from '../../report/reproduce.ts';
import { printSteps } from '../../steps/report.ts';
import { say, type Terminal } from '../../terminal.ts';
import type { Table } from '../../schema/table.ts';
import { scriptCommand, type StepResult } from '../../steps/run.ts';
import type { Outcome } from '../command.ts';
import type { RoutesChoice } from '../../ask/tables.ts';
import type { ChangedFile } from '../../service/evolve.ts';
import type { AccessChoice } from './access.ts';
import type { Addition } from './plan.ts';
import type { AddRequest } from './request.ts';
import { type OpenService, schemaFolder } from '../../service/open.ts';

/** Prints what is going to be written, and for what stays as it is what the person may put in by hand. */
export function printAddition(
  terminal: Terminal,
  addition: Addition,
  { records, dryRun }: { records: Change[]; dryRun: boolean },
): void {
  const { open, conflicts, stopped, access, resources, notices } = addition;
  for (const { file, status } of open) {
    if (!file.path.startsWith(`${schemaFolder}/`) || status !== 'create') continue;
    say(terminal, terminal.paint('bold', file.path));
    say(terminal, file.content.toString().trimEnd().replaceAll(/^/gm, '  '));
    say(terminal);
  }
  printAccess(terminal, access);
  printPlan(terminal, {
    folder: '.',
    changes: [...open, ...records, ...conflicts],
    resources,
    withSizes: dryRun,
  });
  if (notices.length > 0) {
    say(terminal);
    printNotices(terminal, notices);
  }
  if (conflicts.length > 0) printStaying(terminal, addition);
  for (const reason of stopped) say(terminal, terminal.paint('yellow', reason));
}

function printStaying(terminal: Terminal, { conflicts, held, blocked }: Addition): void {
  const stay =
    conflicts.length === 1 ? 'This file stays as you have it' : 'These files stay as you have them';
  say(terminal);
  say(terminal, terminal.paint('yellow', `${stay}. What would have changed:`));
  for (const conflict of conflicts) say(terminal, deltaOf(conflict));
  for (const file of held) {
    say(terminal, `${file.file.path} goes with ${file.because}, so it stays, too. With it:`);
    say(terminal, deltaOf(file));
  }
  for (const { name } of blocked) {
    say(terminal, `Of ${name}, nothing is written while files of yours are in its place.`);
  }
}

/** The last lines: what the steps did, how to do the same again, and what to do next. */
export function printAdded(
  terminal: Terminal,
  { answers: { pm } }: OpenService,
  { request, addition, steps }: { request: AddRequest; addition: Addition; steps: StepResult[] },
): void {
  printSteps(terminal, steps);
  if (request.newTable) {
    say(terminal);
    say(terminal, terminal.paint('dim', 'The same again, without questions:'));
    say(terminal, `  ${commandFor(request.newTable, request.routes, request.access)}`);
  }
  say(terminal);
  say(terminal, terminal.paint('bold', 'Next:'));
  for (const line of nextLines(addition)) say(terminal, `  ${line}`);
  const script = (name: string) => scriptCommand(pm, name).join(' ');
  const isDone = (name: StepResult['step']) => steps.some(({ step }) => step === name);
  const isUnmigrated = !isDone('migrate') && addition.tables.length > 0;
  if (isUnmigrated) say(terminal, `  ${script('db:generate')} && ${script('db:migrate')}`);
  if (!isDone('contract')) say(terminal, `  ${script('contract')}`);
  say(terminal, `  ${script('test')}`);
}

function nextLines({ tables, blocked, conflicts, resources }: Addition): string[] {
  const added = new Set(tables.map(({ exportName }) => exportName));
  const isEdited = conflicts.some(({ before }) => before !== undefined);
  return [
    ...(isEdited ? ['Put what you want of the changes above into the files that stayed.'] : []),
    ...(blocked.length > 0
      ? ['Move the files away that are in the way, then run this again.']
      : []),
    ...resources
      .filter(({ table, path }) => added.has(table) && path !== '')
      .map(({ path }) => `Look at src/modules/${path.replace(/^\/v1\//, '')}/: it is yours now.`),
  ];
}

/** The command that describes the same table. */
export function commandFor(
  table: NewTable,
  routes: RoutesChoice,
  { access, publicRead }: AccessChoice,
): string {
  const flags = [
    ...table.columns.map((column) => `--column ${shellQuoted(formatColumn(column))}`),
    ...table.references.map((reference) => `--ref ${shellQuoted(formatReference(reference))}`),
    ...(table.timestamps ? [] : ['--no-timestamps']),
    ...(table.softDelete ? ['--soft-delete'] : []),
    ...(routes.appendOnly.length > 0 ? [`--append-only ${shellQuoted(table.name)}`] : []),
    ...(routes.readOnly.length > 0 ? [`--read-only ${shellQuoted(table.name)}`] : []),
    ...access.map((choice) => `--access ${shellQuoted(choice)}`),
    ...publicRead.map((name) => `--public-read ${shellQuoted(name)}`),
  ];
  const command = ['npx', kitPackage().program, 'add', '--new', shellQuoted(table.name)];
  return [...command, ...flags, '--yes'].join(' ');
}

/** From the file as it would be without the addition, so that none of a person's changes show as undone. */
function deltaOf({ file, before, disk }: ChangedFile): string {
  const from = before === undefined ? (disk ?? Buffer.from('')) : Buffer.from(before);
  return unifiedDiff(file.path, from, file.content);
}

/** What `--json` prints, and the exit code: 1 where anything stayed as it was that should have changed. */
export function outcomeOf(
  { dryRun }: Pick<AddRequest, 'dryRun'>,
  done: { tables: Table[]; addition: Addition | undefined; steps: StepResult[] },
): Outcome {
  const { addition, steps } = done;
  const { open = [], conflicts = [], held = [], stopped = [] } = addition ?? {};
  const { access = [], resources = [] } = addition ?? {};
  const files = [
    ...[...open, ...conflicts].map(({ file, status }) => ({ ...about(file), status })),
    ...held.map(({ file }) => ({ ...about(file), status: 'held' })),
  ];
  const failed = steps.some(({ status }) => status === 'failed');
  return {
    exitCode: conflicts.length + stopped.length > 0 || failed ? 1 : 0,
    json: {
      command: 'add',
      dryRun,
      tables: done.tables.map(({ name }) => name),
      files,
      stopped,
      resources,
      access,
      steps,
    },
  };
}

function about({ path, owner }: ChangedFile['file']) {
  return { path, owner };
}
