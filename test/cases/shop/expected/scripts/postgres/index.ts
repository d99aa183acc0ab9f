import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBinaries } from './binaries';
import { initialise, startOrJoin } from './cluster';
import { takeLease } from './lease';
import { canReach, type Owner, postgresOwner } from './owner';
import { sharedFolder } from './shared-folder';

/** A Postgres that runs at least until `release` is called, or this process ends in any way. */
export interface Postgres {
  /** The address of the database `postgres`, as superuser. */
  url: string;
  release: () => void;
}

/** Reached from this machine only, and with the password only: other users of the machine can open the port too. */
const COMMON = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: 200,
  max_wal_senders: 0,
  wal_level: 'minimal',
};

/** Nothing of it outlives the tests: what protects data from a power cut is only in the way. */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  deadlock_timeout: '100ms',
};

/** The project's development database, in `.postgres/`; shared by all of the project's scripts that run at a time. */
export async function developmentPostgres(project: string): Promise<Postgres> {
  const owner = supportedOwner();
  const folder = developmentFolder(project, owner);
  return startPostgres(folder, owner, { ...COMMON, synchronous_commit: 'off' }, false);
}

/** A Postgres of its own for one test run; its folder goes when it ends. */
export async function temporaryPostgres(): Promise<Postgres> {
  const owner = supportedOwner();
  // Root's TMPDIR may be a place that nobody else can enter.
  const folder = mkdtempSync(path.join(owner ? '/tmp' : tmpdir(), 'service-test-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return startPostgres(folder, owner, { ...COMMON, ...FAST }, true);
}

async function startPostgres(
  folder: string,
  owner: Owner | undefined,
  settings: Record<string, string | number>,
  temporary: boolean,
): Promise<Postgres> {
  forgetSettings();
  const cluster = { folder, owner, binaries: findBinaries(owner), settings, temporary };
  initialise(cluster);
  const lease = takeLease(path.join(folder, 'lease'));
  try {
    return { url: await startOrJoin(cluster, lease), release: lease.release };
  } catch (error) {
    lease.release();
    throw error;
  }
}

/**
 * PGOPTIONS, PGSSLMODE and their like are about another server: with them, tables would lie in another schema, or no
 * connection be made at all. Programs that this process starts inherit none of them either.
 */
function forgetSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^PG[A-Z]+$/.test(name)) delete process.env[name];
  }
}

function developmentFolder(project: string, owner: Owner | undefined): string {
  const folder = path.join(realpathSync(project), '.postgres');
  mkdirSync(folder, { recursive: true });
  if (canReach(owner, folder)) return folder;
  const name = createHash('sha256')
    .update(`${folder} ${projectId(folder)}`)
    .digest('hex');
  const shared = sharedFolder(`postgres-${name.slice(0, 16)}`);
  chmodSync(shared, 0o711);
  return shared;
}

/**
 * Goes with the project's folder: one that is made again at the same path must not meet the tables of the one before. A
 * symbolic link, to nowhere, because it is made with its content at once: of two that start together one wins.
 */
function projectId(folder: string): string {
  const link = path.join(folder, 'id');
  try {
    symlinkSync(randomUUID(), link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readlinkSync(link);
}

function supportedOwner(): Owner | undefined {
  if (process.platform === 'win32') {
    throw new Error('On Windows, run this in WSL, or set DATABASE_URL and TEST_DATABASE_URL.');
  }
  return postgresOwner();
}
