import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:net';
import { type Child, ChildError, startChild, stopChild } from './children.ts';
import { outsideEnv } from './outside.ts';

const READY_TIMEOUT = 120_000;
const POLL = 50;

/** A built service that runs in production's way, on its own development database. */
export interface RunningService {
  origin: string;
  databaseUrl: string;
  /** Sends SIGTERM to the service's own process. */
  terminate: () => void;
  /** Its exit code. */
  exited: Promise<number>;
  /** What it printed. */
  output: () => string;
  /** Ends it, and the database with it. */
  stop: () => Promise<void>;
}

/**
 * Starts what `npm run build` made with the command of `npm start`, without npm in between, which keeps signals and exit codes
 * to itself.
 *
 * @param path folders to look for programs in, e.g. for another version of Node
 * @param given what it shall read from its environment, e.g. a database of somebody's own
 * @throws {ChildError} when it does not take requests in time
 */
export async function startBuilt(
  folder: string,
  path: string[] = [],
  given: NodeJS.ProcessEnv = {},
): Promise<RunningService> {
  const env = outsideEnv(given, [...path, join(folder, 'node_modules', '.bin')]);
  const { holder, databaseUrl } = await holdDatabase(folder, env);
  const port = String(await freePort());
  const child = startChild(['node', '--enable-source-maps', 'dist/main.js'], {
    cwd: folder,
    env: { ...env, DATABASE_URL: databaseUrl, PORT: port },
  });
  const stop = async (): Promise<void> => {
    await stopChild(child);
    await stopChild(holder);
  };
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(child, async () => (await statusOf(`${origin}/readyz`)) === 200);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    databaseUrl,
    terminate: () => void process.kill(child.pid, 'SIGTERM'),
    exited: child.exited,
    output: child.output,
    stop,
  };
}

/** The development database runs as long as a script of the service does that asked for it. */
export function holdDatabase(folder: string, env: NodeJS.ProcessEnv) {
  const print = 'console.log("url=" + process.env.DATABASE_URL); setInterval(() => {}, 1e6);';
  const command = ['scripts/with-database.ts', '--migrate', '--', 'node', '-e', print];
  return hold(command, { cwd: folder, env });
}

/** A server as the service's tests start one for each run, for all of many runs: TEST_DATABASE_URL. */
export function holdTestServer(folder: string, env: NodeJS.ProcessEnv) {
  const print = `import('./scripts/postgres/index.ts').then(async ({ temporaryPostgres }) => {
    console.log('url=' + (await temporaryPostgres()).url);
    setInterval(() => {}, 1e6);
  });`;
  return hold(['-e', print], { cwd: folder, env });
}

async function hold(command: string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
  const holder = startChild(['tsx', ...command], options);
  const url = () => /^url=(.*)$/m.exec(holder.output())?.[1];
  await until(holder, async () => url() !== undefined);
  return { holder, databaseUrl: url() ?? '' };
}

async function until(child: Child, isSo: () => Promise<boolean>): Promise<void> {
  let code: number | undefined;
  child.exited.then(
    (exitCode) => (code = exitCode),
    () => (code = -1),
  );
  const deadline = Date.now() + READY_TIMEOUT;
  while (!(await isSo())) {
    if (code !== undefined) throw failure(child, `ended with ${code} before it was ready`);
    if (Date.now() > deadline) throw failure(child, 'was not ready in time');
    await sleep(POLL);
  }
}

function failure(child: Child, reason: string): ChildError {
  return new ChildError([`process ${child.pid}`], `${reason}\n${child.output()}`, child.output());
}

async function statusOf(url: string): Promise<number | undefined> {
  return fetch(url).then(
    ({ status }) => status,
    () => undefined,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
