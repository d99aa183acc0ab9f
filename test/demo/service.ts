import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/kit/package.ts';
import { type Child, ChildError, runChild, startChild } from '../support/children.ts';
import { cleanEnv } from '../support/environment.ts';

/** The service that the demo makes, in this checkout. */
export const demoService = join(packageRoot(), 'demo-service');

const READY_TIMEOUT = 60_000;
const POLL = 100;
const PORT = 3000;

/**
 * Makes the service anew with the built command line: its files, dependencies, first migration and database.
 *
 * @throws {ChildError} when the command line fails
 */
export async function createService(folder: string, flags: string[]): Promise<void> {
  assertStopped(folder);
  rmSync(folder, { recursive: true, force: true });
  const cli = join(packageRoot(), 'dist', 'src', 'cli.js');
  // A repository of its own: the kit's ignores this folder, and with it the service's formatter and linter would.
  await runChild([process.execPath, cli, folder, ...flags, '--yes'], {
    cwd: packageRoot(),
    env: cleanEnv(),
  });
}

/** Fills the service's development database with sample rows. */
export async function seedService(folder: string): Promise<void> {
  await runChild(['npm', 'run', 'db:seed'], { cwd: folder, env: cleanEnv() });
}

/**
 * Starts the service as a developer would.
 *
 * @returns the running program and its address, once it takes requests
 * @throws {ChildError} when it ends before that, or takes too long
 */
export async function startService(folder: string): Promise<{ child: Child; origin: string }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = startChild(['npm', 'run', 'dev'], {
    cwd: folder,
    env: cleanEnv({ PORT: String(port) }),
  });
  const ended = child.exited.then((code) => {
    throw new ChildError(['npm', 'run', 'dev'], `exit code ${code}`, child.output());
  });
  await Promise.race([ready(`${origin}/readyz`, child), ended]);
  // From here on whoever keeps the child looks at how it ends.
  ended.catch(() => {});
  return { child, origin };
}

async function ready(url: string, child: Child): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT;
  while (Date.now() < deadline) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 200) return;
    await sleep(POLL);
  }
  throw new ChildError(['npm', 'run', 'dev'], 'not ready within a minute', child.output());
}

/** Removing the folder under a running database would leave that running without its files. */
function assertStopped(folder: string): void {
  const file = join(folder, '.postgres', 'data', 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isRunning(pid)) return;
  throw new Error(
    `${folder} is in use: its database runs as process ${pid}. Stop what was started there first.`,
  );
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The usual port, or any when that is taken. */
async function freePort(): Promise<number> {
  return (await tryPort(PORT)) ?? (await tryPort(0)) ?? PORT;
}

function tryPort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
