import type { Target } from '../../apply/target.ts';
import { type Written, writeChanges } from '../../apply/write.ts';
import { installLeftovers } from '../../steps/install.ts';
import { printSteps } from '../../steps/report.ts';
import type { StepResult } from '../../steps/run.ts';
import { sizeOf } from '../../report/changes.ts';
import { programName, reproduceCommand } from '../../report/reproduce.ts';
import { Cancelled, say, type Terminal } from '../../terminal.ts';
import type { Outcome } from '../command.ts';
import type { Agreed } from './agree.ts';
import { nextCommands, printClosing } from './report.ts';
import { runSteps } from './steps.ts';

/** Writes the service, takes the steps that follow, and says what comes next. */
export async function carryOut(
  agreed: Agreed,
  { terminal, dryRun }: { terminal: Terminal; dryRun: boolean },
): Promise<Outcome> {
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
}

/** On Ctrl-C everything is taken back. */
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
