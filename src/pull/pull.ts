import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { KitError } from '../errors.ts';
import { packageRoot } from '../kit/package.ts';
import { withProgress } from '../report/progress.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { abortable, Cancelled, type Terminal } from '../terminal.ts';
import type { Notice } from '../schema/table.ts';
import { projectEnv, tail } from '../steps/run.ts';
import { readDatabase } from './database.ts';
import { schemaModule } from './emit.ts';
import { corrected } from './correct.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Reads a database into a Drizzle schema in a temporary folder, which is gone when `use` is done.
 * @param use gets the files of the schema, and what of the database is not in them
 * @throws KitError DATABASE_UNREACHABLE, DATABASE_EMPTY, PULL_FAILED; Cancelled
 */
export async function withPulledSchema<T>(
  url: string,
  terminal: Terminal,
  use: (sources: string[], losses: Notice[]) => Promise<T>,
): Promise<T> {
  const { schemas, catalog, losses } = await abortable(readDatabase(url), terminal.signal);
  return withTemporaryFolder('kit-pull-', async (folder) => {
    await withProgress(terminal, 'Reading the database', async () => {
      await pull(url, schemas, folder, terminal);
      return { ok: true };
    });
    const snapshot = await readSnapshot(folder);
    // Makes the folder a project of its own, so that nothing above it is taken for its project.
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const file = join(folder, 'schema.ts');
    await writeFile(file, schemaModule(corrected(snapshot, catalog), catalog));
    // Only this file: relations.ts repeats the foreign keys, and gets those over several columns wrong.
    return use([file], losses);
  });
}

async function pull(
  url: string,
  schemas: string[],
  folder: string,
  { env, signal }: Terminal,
): Promise<void> {
  const config = join(folder, 'drizzle.config.json');
  await writeFile(
    config,
    JSON.stringify({
      dialect: 'postgresql',
      out: './',
      dbCredentials: { url },
      schemaFilter: schemas,
      extensionsFilters: ['postgis'],
      introspect: { casing: 'camel' },
    }),
    // It holds the database's password.
    { mode: 0o600 },
  );
  const { execa } = await import('execa');
  const result = await execa(process.execPath, [drizzleKit(), 'pull', '--config', config], {
    cwd: folder,
    all: true,
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
    extendEnv: false,
    env: projectEnv(env),
  });
  if (signal.aborted) throw new Cancelled();
  if (!result.failed) return;
  throw new KitError(
    'PULL_FAILED',
    `drizzle-kit could not read the database:\n${tail(result.all, 8)}`,
    'Run `npx drizzle-kit pull` yourself, mend what it writes, and pass that with --schema.',
  );
}

async function readSnapshot(folder: string): Promise<Snapshot> {
  return JSON.parse(await readFile(join(folder, 'meta', '0000_snapshot.json'), 'utf8')) as Snapshot;
}

function drizzleKit(): string {
  const require = createRequire(join(packageRoot(), 'package.json'));
  return join(dirname(require.resolve('drizzle-kit')), 'bin.cjs');
}
