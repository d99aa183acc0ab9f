import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { Binaries } from './binaries';
import type { Lease } from './lease';
import type { Owner } from './owner';

/** One Postgres: where it is, and who runs it. */
export interface Cluster {
  /** Holds the data, the lease and the log; the owner can reach it. */
  folder: string;
  owner: Owner | undefined;
  binaries: Binaries;
  /** `-c` settings. */
  settings: Record<string, string | number>;
  /** Remove the folder when Postgres has ended. */
  temporary: boolean;
}

const GUARD = fileURLToPath(new URL('guard.sh', import.meta.url));
const START_TIMEOUT = 30_000;

/**
 * Makes the data folder if there is none. It is made aside and moved into place, so that a run that was killed half way
 * leaves nothing that looks like a database, and of two that start at once one wins.
 */
export function initialise({ folder, owner, binaries }: Cluster): void {
  const data = path.join(folder, 'data');
  if (existsSync(data)) return;
  const partial = mkdtempSync(path.join(folder, 'init-'));
  const password = path.join(partial, 'password');
  writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (owner) {
    chownSync(partial, owner.uid, owner.gid);
    chownSync(password, owner.uid, owner.gid);
  }
  const created = path.join(partial, 'data');
  const place = [`--pgdata=${created}`, '--username=postgres', `--pwfile=${password}`];
  // As deterministic as C, where only a to z have a case: no search would find É by é.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', ...locale, '--no-sync'];
  const { status, stderr, error } = spawnSync(binaries.initdb, place.concat(options), {
    ...owner,
    cwd: '/',
    encoding: 'utf8',
  });
  if (status !== 0) {
    rmSync(partial, { recursive: true, force: true });
    throw new Error(`Postgres could not make its data folder: ${error?.message ?? stderr}`);
  }
  // In the data folder, so that both come into place at once.
  renameSync(password, path.join(created, 'backend-password'));
  try {
    renameSync(created, data);
  } catch (renameError) {
    if (!existsSync(data)) throw renameError;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** @returns the address of the Postgres that runs on this data, undefined when none answers */
export async function runningUrl(folder: string): Promise<string | undefined> {
  const lines = readLines(path.join(folder, 'data', 'postmaster.pid'));
  const port = Number(lines?.[3]);
  if (!port || lines?.[7]?.trim() !== 'ready') return undefined;
  const url = clusterUrl(folder, port);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    // After a crash the file may be stale, and the port another's: only ours knows the password.
    await client.connect();
    return url;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

/** @returns the address of Postgres once it takes connections; whether this process or another started it */
export async function startOrJoin(cluster: Cluster, lease: Lease): Promise<string> {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    const url = await runningUrl(cluster.folder);
    if (url) return url;
    const guard = startGuard(cluster, lease, await freePort());
    const started = await startedUrl(cluster.folder, guard, deadline);
    if (started) return started;
    // Another process was quicker, or the last Postgres is just ending. If neither, the log says why.
    await sleep(100);
  }
  throw new Error(`Postgres did not start:\n${readLog(cluster.folder)}`);
}

async function startedUrl(folder: string, guard: ChildProcess, deadline: number) {
  while (guard.exitCode === null && guard.signalCode === null && Date.now() < deadline) {
    const url = await runningUrl(folder);
    if (url) return url;
    await sleep(20);
  }
  return undefined;
}

function startGuard(cluster: Cluster, lease: Lease, port: number): ChildProcess {
  const { folder, owner, binaries, temporary } = cluster;
  const settings = Object.entries({ ...cluster.settings, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const reader = lease.openReader();
  const log = openSync(logFile(folder), 'a', 0o600);
  // The script's text, not its path: Postgres's user may not be able to open that. A checkout may have put carriage returns
  // into it, which a shell takes for part of its words.
  const text = readFileSync(GUARD, 'utf8').replaceAll('\r', '');
  const script = ['-c', text, 'guard', temporary ? folder : ''];
  const guard = spawn(
    '/bin/sh',
    [...script, binaries.postgres, '-D', path.join(folder, 'data'), ...settings],
    // Out of the terminal's process group: Ctrl-C is for the service, which needs its database to end well.
    { ...owner, cwd: '/', detached: true, stdio: [reader, log, log] },
  );
  closeSync(reader);
  closeSync(log);
  guard.unref();
  return guard;
}

function logFile(folder: string): string {
  return path.join(folder, 'postgres.log');
}

function readLog(folder: string): string {
  return readLines(logFile(folder))?.slice(-15).join('\n') ?? '';
}

function clusterUrl(folder: string, port: number): string {
  const password = readFileSync(path.join(folder, 'data', 'backend-password'), 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

/** Another program may take it before Postgres does: then Postgres does not start, and another port is tried. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
