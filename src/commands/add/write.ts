import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkTarget } from '../../apply/target.ts';
import { type Written, writeChanges } from '../../apply/write.ts';
import type { Change } from '../../apply/compare.ts';
import { unixLines } from '../../edit/lines.ts';
import { KitError } from '../../errors.ts';
import { Cancelled, type Terminal } from '../../terminal.ts';
import { applyMigrations, writeMigration } from '../../steps/migrate.ts';
import type { Schema, Table } from '../../schema/table.ts';
import type { StepResult } from '../../steps/run.ts';
import type { OpenService } from '../../service/open.ts';

const migrations = 'drizzle';

/** Writes files of a service, all or nothing. */
export function writeFiles(
  { folder }: OpenService,
  changes: Change[],
  terminal: Terminal,
): Promise<Written> {
  return writeChanges(checkTarget(folder, { force: true }), changes, terminal.signal);
}

/**
 * Writes the migration for what was added and applies it to the development database. Where it can't be written, the files
 * are taken back too: they would need tables that no migration makes.
 * @throws KitError MIGRATION_NOT_WRITTEN; Cancelled
 */
export async function migrateAdded(
  service: OpenService,
  { added, schema, written }: { added: Table[]; schema: Schema; written: Written },
  terminal: Terminal,
): Promise<StepResult> {
  const { folder, answers } = service;
  const { pm } = answers;
  const restore = rememberMigrations(join(folder, migrations));
  const name = `add_${added.map((table) => table.name).join('_')}`.replaceAll(/\W+/g, '_');
  const takeBack = async (): Promise<void> => {
    await restore();
    await written.undo();
  };
  const prerequisites = schema.prerequisites.filter((sql) => !isMigrated(folder, sql));
  const input = { folder, pm, prerequisites, name: name.slice(0, 60) };
  const failure = await unlessCancelled(writeMigration(terminal, input), async () => {
    await takeBack();
    return 'Cancelled; everything that was written was taken back.';
  });
  if (failure) {
    await takeBack();
    throw notWritten(failure);
  }
  return unlessCancelled(applyMigrations(terminal, { folder, pm }), () =>
    Promise.resolve('Cancelled; all files are written, and the migration is not applied.'),
  );
}

async function unlessCancelled<T>(task: Promise<T>, messageOf: () => Promise<string>): Promise<T> {
  try {
    return await task;
  } catch (error) {
    throw error instanceof Cancelled ? new Cancelled(await messageOf()) : error;
  }
}

function notWritten({ output, advice = [] }: StepResult): KitError {
  return new KitError(
    'MIGRATION_NOT_WRITTEN',
    `The migration could not be written, so everything was taken back.\n${output ?? ''}`,
    [
      ...advice,
      'If something was renamed or dropped in the schema since the last migration, write that migration first (db:generate, with --rename or --drop), then run this again.',
    ].join(' '),
  );
}

/** What the folder of migrations holds now; the result brings it back to that. */
function rememberMigrations(folder: string): () => Promise<void> {
  const journal = join(folder, 'meta', '_journal.json');
  const entries = entriesOf(folder);
  const text = existsSync(journal) ? readFileSync(journal) : undefined;
  return async () => {
    const added = entriesOf(folder).filter((entry) => !entries.includes(entry));
    await Promise.all(
      added.map((entry) => rm(join(folder, entry), { recursive: true, force: true })),
    );
    if (text !== undefined) await writeFile(journal, text);
  };
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
}

/** Whether an earlier migration runs the statement, however a checkout has ended its lines. */
export function isMigrated(folder: string, statement: string): boolean {
  const path = join(folder, migrations);
  const wanted = unixLines(statement).trim().replace(/;$/, '');
  return entriesOf(path)
    .filter((entry) => entry.endsWith('.sql'))
    .some((entry) => unixLines(readFileSync(join(path, entry), 'utf8')).includes(wanted));
}
