import { resolve } from 'node:path';
import { assertUsablePath, checkTarget, type Target } from '../apply/target.ts';
import { type Written, writeChanges } from '../apply/write.ts';
import { ask, type PromptPerson } from '../ask.ts';
import { examples } from '../examples.ts';
import type { Flags } from '../flags.ts';
import { type KitReference, kitReference } from '../kit-package.ts';
import { machineNode } from '../machine-node.ts';
import { isLog } from '../model/routes.ts';
import { type Answers, serviceQuestions, sourceQuestions } from '../questions.ts';
import type { AnswersOf } from '../questionnaire.ts';
import { relativePath, reproduceCommand, programName } from '../report/reproduce.ts';
import { abortable, Cancelled, say, type Terminal } from '../report/terminal.ts';
import type { Schema } from '../schema/table.ts';
import { installLeftovers } from '../steps/install.ts';
import { packageManagerVersion } from '../steps/package-manager.ts';
import type { StepResult } from '../steps/run.ts';
import type { RunCommand } from './command.ts';
import { nextCommands, printClosing, printSteps } from './create/closing.ts';
import { type Planned, planAndCompare } from './create/plan.ts';
import { readSource } from './create/source.ts';
import { runSteps } from './create/steps.ts';
import { printConflicts, printPlan, printSchemaReport, sizeOf } from './create/summary.ts';
import {
  assertServed,
  choiceOfRoutes,
  choiceOfTables,
  resolveTables,
  type RoutesChoice,
  tableLabel,
} from './create/tables.ts';

/** `create`: from answers and a schema to a service in its folder. Nothing is written before the person has seen it all. */
export const create: RunCommand = async (flags, terminal) => {
  if (flags.values['list-examples']) return listExamples(terminal);
  const { lintSchema } = await import('../schema/lint.ts');
  const { answers, schema, target, kit } = await prepare(flags, terminal);
  const findings = lintSchema(schema);
  const dryRun = flags.values['dry-run'] === true;
  const needed = answers.install && !dryRun;
  const node = await machineNode(terminal);
  const version = await packageManagerVersion(terminal, answers.pm, { needed, node });
  const planned = await abortable(
    planAndCompare({ answers, schema, kit, target, cwd: terminal.cwd, version, node }),
    terminal.signal,
  );

  printSchemaReport(terminal, findings, planned.notices);
  const folder = relativePath(target.path, terminal.cwd);
  printPlan(terminal, { folder, ...planned, withSizes: dryRun });
  printConflicts(terminal, planned.changes);

  const steps = dryRun ? [] : await apply({ answers, version, target, planned }, terminal);
  const reproduce = reproduceCommand(programName(terminal.cwd), answers, terminal.cwd);
  const next = nextCommands(target.path, terminal.cwd, answers, steps);
  if (dryRun) {
    say(terminal, 'Nothing was written.');
  } else {
    printClosing(terminal, reproduce, next);
  }
  const failed = steps.some((step) => step.status === 'failed');
  return {
    exitCode: failed ? 1 : 0,
    json: {
      command: 'create',
      dryRun,
      dir: target.path,
      name: answers.name,
      files: planned.changes.map(({ file, status }) => ({
        path: file.path,
        owner: file.owner,
        size: sizeOf(file.content),
        status,
      })),
      resources: planned.resources,
      findings,
      notices: planned.notices,
      steps,
      reproduce,
      next,
    },
  };
};

function listExamples(terminal: Terminal): ReturnType<RunCommand> {
  const list = examples().map(({ name, about }) => ({ name, about }));
  for (const { name, about } of list)
    say(terminal, `${terminal.paint('bold', name.padEnd(6))} ${about}`);
  return Promise.resolve({ exitCode: 0, json: { examples: list } });
}

interface Prepared {
  answers: Answers;
  schema: Schema;
  target: Target;
  kit: KitReference;
}

async function prepare(flags: Flags, terminal: Terminal): Promise<Prepared> {
  const prompt = await promptOf(terminal);
  const { cwd, env } = terminal;
  const first = await ask(sourceQuestions, {
    flags,
    earlier: {},
    context: { cwd, env, tables: [] },
    prompt,
  });
  assertUsablePath(resolve(cwd, first.dir));
  const target = checkTarget(resolve(cwd, first.dir), first);
  // Packing the kit takes as long as reading the schema, and needs nothing of it.
  const kit = kitReference(target.exists ? target.path : undefined);
  const read = readAndAsk(first, { flags, terminal, prompt });
  // When the one fails, the other's temporary files must go before the command ends.
  await abortable(Promise.allSettled([read, kit]), terminal.signal);
  return { ...(await read), target, kit: await kit };
}

interface Asking {
  flags: Flags;
  terminal: Terminal;
  prompt: PromptPerson | undefined;
}

async function readAndAsk(
  first: AnswersOf<typeof sourceQuestions>,
  { flags, terminal, prompt }: Asking,
): Promise<{ answers: Answers; schema: Schema }> {
  const { cwd, env } = terminal;
  const schema = await readSource(first, terminal);
  const labels = schema.tables.map((table) => tableLabel(table, schema.tables));
  const answers = await ask(serviceQuestions, {
    flags,
    earlier: first,
    context: { cwd, env, tables: labels, logs: logsAmong(schema) },
    prompt,
  });
  const isNamed = ['tables', 'skip-tables'].some((flag) => flags.values[flag] !== undefined);
  const named = {
    tables: resolveTables(answers.tables, schema.tables),
    skipTables: resolveTables(answers.skipTables, schema.tables),
  };
  const wasAsked = prompt !== undefined && !isNamed;
  const choice = wasAsked ? choiceOfTables(named.tables, labels) : named;
  const routes = routesIn(answers, { schema, wasAsked: prompt !== undefined });
  assertServed(routes, choice);
  return { answers: { ...answers, ...choice, ...routes }, schema };
}

function routesIn(
  answers: RoutesChoice,
  { schema, wasAsked }: { schema: Schema; wasAsked: boolean },
): RoutesChoice {
  const appendOnly = resolveTables(answers.appendOnly, schema.tables);
  const readOnly = resolveTables(answers.readOnly, schema.tables);
  return wasAsked ? choiceOfRoutes(appendOnly, readOnly) : { appendOnly, readOnly };
}

/** The tables that are suggested as append-only. */
function logsAmong({ tables }: Schema): string[] {
  return tables.filter(isLog).map((table) => tableLabel(table, tables));
}

async function promptOf({ interactive, signal }: Terminal): Promise<PromptPerson | undefined> {
  if (!interactive) return undefined;
  const { terminalPrompt } = await import('../prompt.ts');
  return terminalPrompt(signal);
}

interface Ready {
  answers: Answers;
  /** Of the package manager. */
  version: string;
  target: Target;
  planned: Planned;
}

async function apply(ready: Ready, terminal: Terminal): Promise<StepResult[]> {
  const { answers, version, target, planned } = ready;
  const hasConflict = planned.changes.some(({ status }) => status === 'conflict');
  if (terminal.interactive && !hasConflict) {
    const { confirm } = await import('../prompt.ts');
    await confirm('Write these files?', terminal.signal);
  }
  const leftovers = [...installLeftovers, ...(answers.git ? ['.git'] : [])];
  const written = await writeChanges(target, planned.changes, terminal.signal, leftovers);
  try {
    const steps = await runSteps(terminal, {
      answers,
      folder: target.path,
      version,
    });
    printSteps(terminal, steps);
    return steps;
  } catch (error) {
    if (error instanceof Cancelled) await takeBack(written, target);
    throw error;
  }
}

async function takeBack(written: Written, target: Target): Promise<never> {
  await written.undo();
  throw new Cancelled(
    written.createdTarget
      ? `Cancelled; ${target.path} was removed again.`
      : `Cancelled; everything that was written to ${target.path} was taken back.`,
  );
}
