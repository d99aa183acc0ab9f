import type { Answers } from '../../ask/questions.ts';
import type { Terminal } from '../../terminal.ts';
import { ignoredFolder, startRepository } from '../../steps/git.ts';
import { install } from '../../steps/install.ts';
import { writeContract } from '../../steps/contract.ts';
import { migrate } from '../../steps/migrate.ts';
import type { StepResult } from '../../steps/run.ts';

/** What the first migration is called. */
export const firstMigration = 'init';

export interface StepsInput {
  answers: Answers;
  folder: string;
  /** Of the package manager. */
  version: string;
}

/** What follows the writing, in order. A step that needs one that failed does not run; the repository comes last, so that it holds the lockfile, the first migration and the contract. */
export async function runSteps(terminal: Terminal, input: StepsInput): Promise<StepResult[]> {
  const { answers, folder, version } = input;
  const { pm } = answers;
  const results: StepResult[] = [];
  if (answers.install) results.push(await install(terminal, folder, pm, version));
  const isInstalled = results.some(({ status }) => status === 'done');
  if (answers.migrate && isInstalled) {
    results.push(await migrate(terminal, { folder, pm, name: firstMigration }));
  }
  if (isInstalled) results.push(...(await writeContract(terminal, { folder, pm })));
  results.push(
    ...(answers.git
      ? [await startRepository(terminal, folder)]
      : await ignoredFolder(terminal, folder)),
  );
  return results;
}
