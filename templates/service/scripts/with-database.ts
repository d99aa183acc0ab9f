import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { migrateDatabase } from '../src/db/migrate';
import { describe } from './describe';
import { type NamedDatabase, namedDatabase, readEnvFile } from './named-database';
import { developmentPostgres } from './postgres';

/**
 * Runs a command with DATABASE_URL set: to what the environment or `.env` says, otherwise to the development database,
 * which is started if it does not run. Who names the database is said, because a variable may be meant for something else.
 *
 * usage: with-database.ts [options] -- <command> [arguments]
 * `--migrate` brings the development database up to date first; never one that was named.
 * `--confirm` takes a named database only when the arguments name it as well: `--database <name>`.
 * `--development` takes none but the development database: where another is named, it ends with exit code 78.
 */
const project = fileURLToPath(new URL('..', import.meta.url));
const DATABASE = 'development';

/** The exit code that tells the kit why nothing was done. */
const NAMED = 78;

/**
 * The shell of `npm run`. Whoever ends npm ends that shell, which tells nobody: that it is gone is all there is to notice.
 */
const PARENT = process.ppid;
const ORPHAN_CHECK_MS = 250;

const separator = process.argv.indexOf('--');
const options = new Set(process.argv.slice(2, separator));
const [command, ...parameters] = process.argv.slice(separator + 1);
if (separator < 0 || !command) throw new Error('usage: with-database.ts [--migrate] -- <command>');

const file = readEnvFile(project);
const named = namedDatabase(process.env, file);
if (named) console.error(`${named.source} names a database: ${named.place}.`);
// Not `process.exit`: on Node 24 it may wait for ever for threads of V8. Nothing holds the process, and the lease goes with it.
process.exitCode = refusal(named) ?? (await start(command, named));

/** @returns the exit code where the named database is to be left alone */
function refusal(database: NamedDatabase | undefined): number | undefined {
  if (database && options.has('--development')) return NAMED;
  return database && options.has('--confirm') && !isConfirmed(database) ? 1 : undefined;
}

/** Takes `--database <name>` out of the arguments, and says whether it was there and names this one. */
function isConfirmed({ name, source }: NamedDatabase): boolean {
  const at = parameters.indexOf('--database');
  const [, given] = at < 0 ? [] : parameters.splice(at, 2);
  if (given === name) return true;
  console.error(
    `It is left alone, because it may be another project's, or production's. To take it, name it: the argument\n` +
      `--database ${name}. To take the development database, set ${source.split(' ')[0]} to nothing.`,
  );
  return false;
}

/** @returns the exit code */
async function start(name: string, database: NamedDatabase | undefined): Promise<number> {
  Object.assign(process.env, { ...file, ...process.env });
  try {
    const url = database ? undefined : await developmentUrl();
    if (url && options.has('--migrate')) await migrate(url);
    return await run(name, parameters, url ? { DATABASE_URL: url } : {});
  } catch (error) {
    console.error(describe(error));
    return 1;
  }
}

async function migrate(url: string): Promise<void> {
  const folder = path.join(project, 'drizzle');
  const migrated = await migrateDatabase(url, folder, { onNotice: console.error });
  if (!migrated)
    console.error('There are no migrations yet: the script db:generate writes the first.');
}

async function developmentUrl(): Promise<string> {
  const postgres = await developmentPostgres(project);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const exists = (error as { code?: string }).code;
    if (exists !== '42P04' && exists !== '23505') throw error;
  } finally {
    await client.end();
  }
  return postgres.url.replace(/postgres$/, DATABASE);
}

/** @returns the command's exit code; signals are passed on to it, and waited out */
function run(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(name, args, {
      cwd: project,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    const watcher = endWithThisProcess(child);
    const orphaned = setInterval(() => {
      if (process.ppid === PARENT) return;
      clearInterval(orphaned);
      // A second signal would make `tsx watch` kill the service before it has ended.
      if (!child.killed) child.kill('SIGTERM');
    }, ORPHAN_CHECK_MS).unref();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // A terminal sends Ctrl-C to the child itself.
        if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      watcher.kill();
      clearInterval(orphaned);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/** A killed process can't end its child, which would keep the port: a shell does when the pipe to this process closes. */
function endWithThisProcess(child: ChildProcess): ChildProcess {
  const script = 'cat >/dev/null; kill "$1" 2>/dev/null';
  return spawn('/bin/sh', ['-c', script, 'sh', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
