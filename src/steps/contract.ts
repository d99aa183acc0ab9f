import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageManager } from '../package-managers.ts';
import { withProgress } from '../report/progress.ts';
import type { Terminal } from '../terminal.ts';
import { runTool, scriptCommand, type StepResult, tail } from './run.ts';

const script = 'scripts/contract.ts';

/** Writes down what each route of a service promises, for its tests to compare with; one of an older kit does not have that. */
export async function writeContract(
  terminal: Terminal,
  { folder, pm }: { folder: string; pm: PackageManager },
): Promise<StepResult[]> {
  if (!existsSync(join(folder, script))) return [];
  const command = scriptCommand(pm, 'contract');
  const { ok, output } = await withProgress(terminal, 'Writing the contract of the routes', () =>
    runTool(terminal, folder, ['tsx', script]),
  );
  if (ok) return [{ step: 'contract', status: 'done', detail: 'Wrote contract/routes.json.' }];
  const failed: StepResult = {
    step: 'contract',
    status: 'failed',
    detail: 'The contract of the routes could not be written.',
    advice: ['The lines above say what keeps the service from being put together.'],
    command: command.join(' '),
    output: tail(output),
  };
  return [failed];
}
