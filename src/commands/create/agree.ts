import type { Target } from '../../apply/target.ts';
import type { Person } from '../../ask/conversation.ts';
import type { Answers } from '../../ask/questions.ts';
import { needsBundledNode } from '../../plan/package-json.ts';
import { printAccess } from '../../report/access.ts';
import { printConflicts, printPlan } from '../../report/changes.ts';
import { relativePath } from '../../report/reproduce.ts';
import { abortable, type Terminal } from '../../terminal.ts';
import type { Finding } from '../../schema/lint/finding.ts';
import { lintSchema } from '../../schema/lint.ts';
import { packageManagerVersion } from '../../steps/package-manager.ts';
import type { Prepared } from './answers.ts';
import { type Planned, planAndCompare } from './plan.ts';
import { printSchemaReport } from './report.ts';

export interface Agreed {
  answers: Answers;
  /** Of the package manager. */
  version: string;
  target: Target;
  planned: Planned;
  findings: Finding[];
}

interface Agreeing {
  terminal: Terminal;
  person: Person;
  dryRun: boolean;
}

/** Shows what will be written, and asks for a yes where anything will be. */
export async function agree(
  { answers, schema, target, kit, node }: Prepared,
  { terminal, person, dryRun }: Agreeing,
): Promise<Agreed> {
  const findings = lintSchema(schema);
  const needed = answers.install && !dryRun;
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
