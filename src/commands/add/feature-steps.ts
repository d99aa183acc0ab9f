import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { machineNode } from '../../kit/machine-node.ts';
import type { OpenService } from '../../service/open.ts';
import { writeContract } from '../../steps/contract.ts';
import { install } from '../../steps/install.ts';
import { migrate } from '../../steps/migrate.ts';
import { packageManagerVersion } from '../../steps/package-manager.ts';
import { scriptCommand, type StepResult } from '../../steps/run.ts';
import { say, type Terminal } from '../../terminal.ts';
import type { Addition } from './plan.ts';

/** What follows once a feature is written; only where the service is installed: without its packages none of these runs. */
export async function runFeatureSteps(
  { folder, answers: { pm } }: OpenService,
  { migration, isMigrated }: { migration: string | undefined; isMigrated: boolean },
  terminal: Terminal,
): Promise<StepResult[]> {
  if (!existsSync(join(folder, 'node_modules'))) return [];
  const node = await machineNode(terminal);
  const version = await packageManagerVersion(terminal, pm, { needed: true, node });
  const steps = [await install(terminal, folder, pm, version)];
  const isDone = () => steps.every(({ status }) => status === 'done');
  if (isDone() && isMigrated && migration !== undefined) {
    steps.push(await migrate(terminal, { folder, pm, name: migration }));
  }
  if (isDone()) steps.push(...(await writeContract(terminal, { folder, pm })));
  return steps;
}

/** What is left to do by hand. */
export function printFeatureNext(
  terminal: Terminal,
  { answers: { pm } }: OpenService,
  done: { addition: Addition; steps: StepResult[]; migration: string | undefined },
): void {
  const { migration } = done;
  const { open, conflicts, held } = done.addition;
  const isDone = (step: StepResult['step']) =>
    done.steps.some((one) => one.step === step && one.status === 'done');
  const script = (name: string, args?: string[]) => scriptCommand(pm, name, args).join(' ');
  const pages = open
    .filter(({ file, status }) => status === 'create' && file.path.startsWith('docs/'))
    .map(({ file }) => file.path);
  const lines = [
    ...(conflicts.length + held.length > 0
      ? ['Put what you want of the changes above into the files that stayed.']
      : []),
    ...(isDone('install') ? [] : [`${pm} install`]),
    ...(isDone('migrate') || migration === undefined
      ? []
      : [script('db:generate', ['--name', migration])]),
    ...(isDone('contract') ? [] : [script('contract')]),
    ...(pages.length > 0 ? [`Read ${pages.join(', ')}.`] : []),
    ...['check', 'test'].map((name) => script(name)),
  ];
  say(terminal);
  say(terminal, terminal.paint('bold', 'Next:'));
  for (const line of lines) say(terminal, `  ${line}`);
}
