import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prerequisitesSql } from '../plan/prerequisites.ts';
import type { PackageManager } from '../package-managers.ts';
import { withProgress } from '../report/progress.ts';
import type { Terminal } from '../terminal.ts';
import { adviceFor } from './advice.ts';
import { runTool, scriptCommand, type StepResult, tail, type ToolResult } from './run.ts';

export interface MigrateInput {
  folder: string;
  pm: PackageManager;
  /** SQL that no migration has yet and that this one needs to be run before it: extensions, roles, foreign schemas. */
  prerequisites?: string[];
  /** What the migration is called. */
  name: string;
}

/** Writes a migration and applies it to the service's own development database. */
export async function migrate(terminal: Terminal, input: MigrateInput): Promise<StepResult> {
  return (await writeMigration(terminal, input)) ?? applyMigrations(terminal, input);
}

/** Writes a migration for what the schema has and the last one does not; returns the failure, if it is one. */
export async function writeMigration(
  terminal: Terminal,
  { folder, pm, prerequisites = [], name }: MigrateInput,
): Promise<StepResult | undefined> {
  const command = scriptCommand(pm, 'db:generate', ['--name', name]);
  const generated = await withProgress(terminal, 'Writing the migration', async () => {
    if (prerequisites.length > 0) {
      const custom = await writePrerequisites(terminal, folder, prerequisites);
      if (!custom.ok) return custom;
    }
    return runTool(terminal, folder, command);
  });
  if (generated.ok) return undefined;
  return {
    step: 'migrate',
    status: 'failed',
    detail: 'The migration could not be written.',
    advice: [
      ...adviceFor('migrate', generated.output),
      'Where the lines above speak of the schema, correct it in src/db/schema/.',
    ],
    command: command.join(' '),
    output: tail(generated.output),
  };
}

/** What `scripts/with-database.ts` of a service ends with where a database is named. */
const NAMED = 78;

/**
 * Applies the migrations that the service's own development database lacks. One that somebody named, in the shell or in the
 * folder's `.env`, is left alone: it may be another project's, or production's. The service's own script decides, since it
 * is what reads such files; one that does not know how to leave a database alone is not run.
 */
export async function applyMigrations(
  terminal: Terminal,
  { folder, pm }: Pick<MigrateInput, 'folder' | 'pm'>,
): Promise<StepResult> {
  const command = scriptCommand(pm, 'db:migrate').join(' ');
  if (!canBeBound(folder)) {
    return skipped(`${script} is not as the kit knows it, so it was not run`, [
      `If it leads to the development database: ${command}`,
    ]);
  }
  const label = 'Applying it to the development database';
  const applied = await withProgress(terminal, label, async () => {
    const result = await runTool(terminal, folder, [...bound, 'tsx', 'scripts/migrate.ts']);
    return { ...result, left: result.exitCode === NAMED };
  });
  if (applied.left) {
    const sentence = tail(applied.output, 1).replace(/\.$/, '');
    return skipped(`${sentence}, and the kit changes none but the development database`, [
      `If that is this service's database: ${command}`,
      `If not, take the line away, or set the variable to nothing; ${scriptCommand(pm, 'dev').join(' ')} then migrates the development database.`,
    ]);
  }
  if (!applied.ok) return notApplied(applied, pm);
  return { step: 'migrate', status: 'done', detail: 'Wrote the migration and applied it.' };
}

const script = 'scripts/with-database.ts';

/** Not through a script of package.json: some package managers read a `.env` for these by themselves. */
const bound: [string, ...string[]] = ['node', '--import', 'tsx', script, '--development', '--'];

function canBeBound(folder: string): boolean {
  const path = join(folder, script);
  return existsSync(path) && readFileSync(path, 'utf8').includes("('--development')");
}

function skipped(reason: string, advice: string[]): StepResult {
  const detail = `Wrote the migration. It was not applied: ${reason}.`;
  return { step: 'migrate', status: 'skipped', detail, advice };
}

/** A refused statement stays refused: it is the schema or the migration that has to change before the next try. */
function notApplied({ output }: ToolResult, pm: PackageManager): StepResult {
  const apply = scriptCommand(pm, 'db:migrate').join(' ');
  const again = scriptCommand(pm, 'db:generate', ['--again']).join(' ');
  const known = adviceFor('migrate', output);
  const [, file] = /Statement \d+ of (drizzle\/\S+\.sql) was refused/.exec(output) ?? [];
  const isWritten =
    known.length === 0 && file !== undefined && !file.endsWith('_prerequisites.sql');
  const correct = `No database has this migration. Correct what it comes from in src/db/schema/, or the statement itself in ${file}; in the second case, ${apply} is enough.`;
  return {
    step: 'migrate',
    status: 'failed',
    detail: 'The migration could not be applied.',
    advice: isWritten ? [...adviceFor('statement', output), correct] : known,
    command: isWritten ? `${again} && ${apply}` : apply,
    output: tail(output),
  };
}

async function writePrerequisites(
  terminal: Terminal,
  folder: string,
  statements: string[],
): Promise<ToolResult> {
  const command: [string, ...string[]] = [
    'drizzle-kit',
    'generate',
    '--custom',
    '--name',
    'prerequisites',
  ];
  const result = await runTool(terminal, folder, command);
  if (!result.ok) return result;
  const { glob } = await import('tinyglobby');
  const files = await glob('**/*_prerequisites.sql', {
    cwd: folder,
    ignore: ['**/node_modules/**'],
  });
  // Earlier ones have a lower number.
  const file = files.toSorted().at(-1);
  if (file === undefined) return { ok: false, missing: false, output: result.output };
  await writeFile(join(folder, file), prerequisitesSql(statements));
  return result;
}
