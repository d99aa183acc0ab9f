import type { Target } from '../../apply/target.ts';
import { type Written, writeChanges } from '../../apply/write.ts';
import type { Person } from '../../ask/conversation.ts';
import { examples } from '../../kit/examples.ts';
import { machineNode } from '../../kit/machine-node.ts';
import type { Answers } from '../../ask/questions.ts';
import { needsBundledNode } from '../../plan/package-json.ts';
import { printAccess } from '../../report/access.ts';
import { printConflicts, printPlan, sizeOf } from '../../report/changes.ts';
import { relativePath, reproduceCommand, programName } from '../../report/reproduce.ts';
import { printSteps } from '../../steps/report.ts';
import { abortable, Cancelled, say, type Terminal } from '../../terminal.ts';
import type { Finding } from '../../schema/lint/finding.ts';
import { installLeftovers } from '../../steps/install.ts';
import { packageManagerVersion } from '../../steps/package-manager.ts';
import type { StepResult } from '../../steps/run.ts';
import type { RunCommand } from '../command.ts';
import { type Prepared, prepare } from './answers.ts';
import { type Planned, planAndCompare } from './plan.ts';
import { runSteps } from './steps.ts';
import { nextCommands, printClosing, printSchemaReport } from './report.ts';

/** `create`: from answers and a schema to a service in its folder. Nothing is written before the person has seen it all. */
export const create: RunCommand = async (flags, terminal) => {
  if (flags.values['list-examples']) return listExamples(terminal);
  const dryRun = flags.values['dry-run'] === true;
  const agreed = await prepare(flags, terminal, (prepared, person) =>
    agree(prepared, { terminal, person, dryRun }),
  );
  const { answers, target, planned, findings } = agreed;
  const steps = dryRun ? [] : await apply(agreed, terminal);
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
      access: planned.access,
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

interface Agreed {
  answers: Answers;
  /** Of the package manager. */
  version: string;
  target: Target;
  planned: Planned;
  findings: Finding[];
}

/** Shows what will be written, and asks for a yes where anything will be. */
async function agree(
  { answers, schema, target, kit }: Prepared,
  { terminal, person, dryRun }: { terminal: Terminal; person: Person; dryRun: boolean },
): Promise<Agreed> {
  const { lintSchema } = await import('../../schema/lint.ts');
  const findings = lintSchema(schema);
  const needed = answers.install && !dryRun;
  const node = await machineNode(terminal);
  const version = await packageManagerVersion(terminal, answers.pm, { needed, node });
  const tools = { carriesNode: needsBundledNode(node), packageManager: version };
  const planned = await abortable(
    planAndCompare({ answers, schema, kit, target, cwd: terminal.cwd, tools }),
    terminal.signal,
  );

  printSchemaReport(terminal, findings, planned.notices);
  printAccess(terminal, planned.access);
  const folder = relativePath(target.path, terminal.cwd);
  printPlan(terminal, { folder, ...planned, withSizes: dryRun });
  await printConflicts(terminal, planned.changes);
  const hasConflict = planned.changes.some(({ status }) => status === 'conflict');
  if (terminal.interactive && !dryRun && !hasConflict) {
    const { confirm } = await import('../../ask/prompt.ts');
    await confirm('Write these files?', person);
  }
  return { answers, version, target, planned, findings };
}

async function apply(agreed: Agreed, terminal: Terminal): Promise<StepResult[]> {
  const { answers, version, target, planned } = agreed;
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
