import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianProgram } from './debian.ts';
import { freePort } from './running-service.ts';

/** A real PgBouncer in transaction mode. */
export interface PgBouncer {
  /** As the database's own, but through it. */
  url: string;
  isRunning: () => boolean;
  /** Kills it, with all connections that it has. */
  kill: () => Promise<void>;
  /** Starts it at the same place. */
  start: () => Promise<void>;
  /** Ends it, and leaves nothing. */
  remove: () => void;
}

/**
 * Starts one in front of a database. Its clients take turns on one connection to Postgres, so that what one leaves behind meets the next.
 *
 * @param databases lines of its own for databases that have another size
 */
export async function startPgBouncer(
  target: URL,
  databases: (server: string) => string[] = () => [],
): Promise<PgBouncer> {
  const { command, env } = await debianProgram('pgbouncer');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  const file = join(folder, 'pgbouncer.ini');
  const server = `host=${target.hostname} port=${target.port} user=${target.username} password=${target.password}`;
  writeFileSync(
    file,
    [
      '[databases]',
      ...databases(server),
      `* = ${server}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'auth_type = any',
      'pool_mode = transaction',
      'default_pool_size = 1',
      'unix_socket_dir =',
    ].join('\n'),
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  chmodSync(folder, 0o755);
  let child: ChildProcess;
  const start = async () => {
    child = spawn(command, [...user, file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const text of child.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
      if (String(text).includes('process up')) break;
    }
    // Nobody reads what it says from now on, and a full pipe would stop it.
    child.stderr?.resume();
  };
  await start();
  const own = new URL(target);
  own.host = `127.0.0.1:${port}`;
  return {
    url: own.href,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    start,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    remove: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    },
  };
}
