import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../scripts/bundle';
import { testDatabaseUrl } from './database';

export interface Running {
  child: ChildProcess;
  port: number;
}

/** The real process, with the routes of `test/fixtures`, as often as a test wants it. */
export interface BuiltServer {
  /** @param env over what the tests have */
  start: (env?: NodeJS.ProcessEnv) => Promise<Running>;
  /** Kills those that still run. */
  kill: () => void;
  remove: () => void;
}

/** Built, as for production: from its sources, each process would take seconds to start. */
export async function buildServer(): Promise<BuiltServer> {
  const children: ChildProcess[] = [];
  const folder = mkdtempSync(path.resolve('node_modules', '.server-'));
  await bundle(['test/fixtures/server.ts'], folder);

  async function start(env: NodeJS.ProcessEnv = {}): Promise<Running> {
    const child = fork(path.join(folder, 'server.js'), {
      env: {
        ...process.env,
        APP_ENV: 'test',
        DATABASE_URL: await testDatabaseUrl(),
        PORT: '0',
        ...env,
      },
    });
    children.push(child);
    const ended = once(child, 'exit').then(() => {
      throw new Error('The server ended before it was there');
    });
    const [address] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => {});
    return { child, port: (address as { port: number }).port };
  }

  return {
    start,
    kill: () => {
      for (const child of children.splice(0)) child.kill('SIGKILL');
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
