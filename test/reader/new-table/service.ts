import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../../src/apply/compare.ts';
import { checkTarget } from '../../../src/apply/target.ts';
import { writeChanges } from '../../../src/apply/write.ts';
import { agreeOnAddition, carryOut } from '../../../src/commands/add/run.ts';
import { openService } from '../../../src/service/open.ts';
import type { Outcome } from '../../../src/commands/command.ts';
import { planAndCompare } from '../../../src/commands/create/plan.ts';
import { add as command } from '../../../src/commands/index.ts';
import { parseFlags } from '../../../src/ask/flags.ts';
import type { Answers } from '../../../src/ask/questions.ts';
import type { Tools } from '../../../src/service/manifest.ts';
import { kitPackage } from '../../../src/kit/package.ts';
import { withDefaults } from '../../../src/ask/questionnaire.ts';
import { createQuestions } from '../../../src/ask/questions.ts';
import { loadSchema } from '../../../src/schema/load.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const { name, version } = kitPackage();
const kit = { name, version, dependency: `^${version}` };

const planned = new Map<string, Promise<Change[]>>();

interface Made {
  answers?: Partial<Answers>;
  tools?: Tools;
}

/** Writes a service from a schema's source, as `create` would without installing it. Returns its folder. */
export async function service(source: string, made: Made = {}): Promise<string> {
  const key = JSON.stringify([source, made]);
  const plan = planned.get(key) ?? planOf(source, made);
  planned.set(key, plan);
  const target = checkTarget(join(temporaryFolder(), 'shop'), { force: false });
  await writeChanges(target, await plan, new AbortController().signal);
  return target.path;
}

async function planOf(source: string, { answers, tools }: Made): Promise<Change[]> {
  const folder = temporaryFolder({ 'schema.ts': source });
  const schema = await loadSchema({ sources: ['schema.ts'], cwd: folder });
  const target = checkTarget(join(folder, 'shop'), { force: false });
  const { changes } = await planAndCompare({
    answers: withDefaults(createQuestions, {
      dir: 'shop',
      source: 'schema',
      schema: ['schema.ts'],
      pm: 'npm',
      install: false,
      git: false,
      auth: 'none',
      ...answers,
    }),
    schema,
    kit,
    tools: tools ?? { carriesNode: false, packageManager: '' },
    target,
    cwd: folder,
  });
  return changes;
}

export interface Added extends Pick<Outcome, 'exitCode'> {
  /** What the person saw. */
  text: string;
  /** Path -> what happened to it. */
  files: Record<string, string>;
}

/** Runs `add` with these arguments in a service's folder. */
export async function add(folder: string, ...args: string[]): Promise<Added> {
  const terminal = recordedTerminal({ cwd: folder });
  const flags = parseFlags(args, command.options, command.positionals);
  const opened = await openService(folder, terminal);
  const agreed = await agreeOnAddition(opened, flags, terminal);
  const { exitCode, json } = await carryOut(agreed, terminal);
  const { files } = json as { files: { path: string; status: string }[] };
  return {
    exitCode,
    text: terminal.text(),
    files: Object.fromEntries(files.map(({ path, status }) => [path, status])),
  };
}

/** The code of the KitError that `add` ends with. */
export async function addFailure(folder: string, ...args: string[]): Promise<unknown> {
  return add(folder, ...args).then(
    () => 'it was added',
    (error: unknown) => error,
  );
}

/** Edits a file of a service by hand. */
export function edit(folder: string, path: string, change: (text: string) => string): void {
  const file = join(folder, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
