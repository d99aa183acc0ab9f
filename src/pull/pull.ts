import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { KitError } from '../errors.ts';
import { packageRoot } from '../kit-package.ts';
import { withProgress } from '../report/progress.ts';
import { Cancelled, type Terminal } from '../report/terminal.ts';
import { projectEnv, tail } from '../steps/run.ts';
import { inspectDatabase } from './database.ts';
import { repairPulled } from './repair.ts';

/**
 * Reads a database's tables into Drizzle files in a temporary folder, which is gone when `use` is done.
 * @param use gets the files to load as a schema
 * @throws KitError DATABASE_UNREACHABLE, DATABASE_EMPTY, PULL_FAILED; Cancelled
 */
export async function withPulledSchema<T>(
  url: string,
  terminal: Terminal,
  use: (sources: string[]) => Promise<T>,
): Promise<T> {
  const schemas = await inspectDatabase(url);
  const folder = await mkdtemp(join(tmpdir(), 'kit-pull-'));
  try {
    await withProgress(terminal, 'Reading the database', async () => {
      await pull(url, schemas, folder, terminal);
      return { ok: true };
    });
    // drizzle-orm is found from the files' own place, as it would be in a project.
    await symlink(drizzleModules(), join(folder, 'node_modules'), 'junction');
    const file = join(folder, 'schema.ts');
    await writeFile(file, repairPulled(await readFile(file, 'utf8')));
    return await use([file, join(folder, 'relations.ts')]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

function drizzleKit(): string {
  const require = createRequire(join(packageRoot(), 'package.json'));
  return join(dirname(require.resolve('drizzle-kit')), 'bin.cjs');
}

/** The `node_modules` folder in which the kit's own drizzle-orm lies. */
function drizzleModules(): string {
  const require = createRequire(join(packageRoot(), 'package.json'));
  return join(dirname(require.resolve('drizzle-orm/package.json')), '..');
}
