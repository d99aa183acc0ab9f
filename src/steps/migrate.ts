import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { prerequisitesSql } from '../plan/prerequisites.ts';
import type { PackageManager } from '../questions.ts';
import { withProgress } from '../report/progress.ts';
import type { Terminal } from '../report/terminal.ts';
import type { Table } from '../schema/table.ts';
import { mendMigrations, migrationFiles } from './mend-migrations.ts';
import { runTool, scriptCommand, type StepResult, tail, type ToolResult } from './run.ts';

export interface MigrateInput {
  folder: string;
  pm: PackageManager;
  /** SQL that no migration has yet and that this one needs to be run before it: extensions, roles, foreign schemas. */
  prerequisites?: string[];
  /** What the migration is called. */
  name: string;
  /** The tables of the schema, whose types drizzle-kit may quote. */
  tables: Table[];
}

/** Writes a migration and applies it to the service's own development database. */
export async function migrate(terminal: Terminal, input: MigrateInput): Promise<StepResult> {
  return (await writeMigration(terminal, input)) ?? applyMigrations(terminal, input);
}

/** Writes a migration for what the schema has and the last one does not; returns the failure, if it is one. */
export async function writeMigration(
  terminal: Terminal,
  { folder, pm, prerequisites = [], name, tables }: MigrateInput,
): Promise<StepResult | undefined> {
  const command = scriptCommand(pm, 'db:generate', ['--name', name]);
  const earlier = await migrationFiles(folder);
  const generated = await withProgress(terminal, 'Writing the migration', async () => {
    if (prerequisites.length > 0) {
      const custom = await writePrerequisites(terminal, folder, prerequisites);
      if (!custom.ok) return custom;
    }
    return runTool(terminal, folder, command);
  });
  await mendMigrations(folder, tables, earlier);
  if (generated.ok) return undefined;
  return failed('The migration could not be written.', command.join(' '), generated);
}

/**
 * Applies the migrations that the service's own development database lacks. A database that the environment names is left
 * alone: it may be another project's, or production's.
 */
export async function applyMigrations(
  terminal: Terminal,
  { folder, pm }: Pick<MigrateInput, 'folder' | 'pm'>,
): Promise<StepResult> {
  const script = scriptCommand(pm, 'db:migrate');
  const command = script.join(' ');
  if (terminal.env['DATABASE_URL']) {
    const detail =
      'Wrote the migration. It was not applied, because DATABASE_URL names a database of yours.';
    return { step: 'migrate', status: 'skipped', detail, command };
  }
  const applied = await withProgress(terminal, 'Applying it to the development database', () =>
    runTool(terminal, folder, script),
  );
  if (!applied.ok) {
    const detail = `The migration could not be applied${whatIsMissing(applied.output)}.`;
    return failed(detail, command, applied);
  }
  return { step: 'migrate', status: 'done', detail: 'Wrote the migration and applied it.' };
}

/** What the database lacks, as Postgres names it, and where it can come from. */
export function whatIsMissing(output: string): string {
  const extension = /extension "([^"]+)" is not available/.exec(output)?.[1];
  if (extension) {
    return `: the embedded Postgres has no extension ${extension}. Set DATABASE_URL and TEST_DATABASE_URL to a server that has it`;
  }
  const called = /function (\S+?)\(.*\) does not exist/.exec(output)?.[1];
  if (called) {
    return `: it calls ${called}(), which is defined neither by Postgres nor by the schema. Create it at the top of the first file in drizzle/`;
  }
  return '';
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

function failed(detail: string, command: string, { output }: ToolResult): StepResult {
  return { step: 'migrate', status: 'failed', detail, command, output: tail(output) };
}
