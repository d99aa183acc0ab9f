import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { kitPackage, packageRoot } from '../../src/kit/package.ts';
import { type Child, ChildError, runChild, startChild, stopChild } from '../support/children.ts';
import { cleanEnv } from '../support/environment.ts';
import { lendModules } from '../support/modules.ts';
import { freePort, holdDatabase } from '../support/running-service.ts';
import type { Vitals } from './probe.ts';

/** Memory that the service gets, in megabytes: what a small instance has. */
export const HEAP = 400;

const READY_TIMEOUT = 60_000;

/** A service that is built for production, and a database that runs. */
export interface Built {
  folder: string;
  databaseUrl: string;
  stop: () => Promise<void>;
}

export interface Running {
  port: number;
  origin: string;
  child: Child;
  vitals: () => Promise<Vitals>;
  /** Milliseconds of CPU that its thread has had. */
  cpu: () => Promise<number>;
  /** Bytes that it had at the most more than before, while something was done. */
  taken: (work: () => Promise<unknown>) => Promise<number>;
  /** The same, of what could not be collected between turns of the loop: so much of each request there is, however many there are. */
  kept: (work: () => Promise<unknown>) => Promise<number>;
  stop: () => Promise<void>;
}

/**
 * Creates and builds a service, and starts its database.
 *
 * @param flags which one: its schema, and who signs people in
 */
export async function build(folder: string, flags: string[]): Promise<Built> {
  mkdirSync(dirname(folder), { recursive: true });
  const cli = join(packageRoot(), kitPackage().entry);
  const create = [folder, ...flags, '--no-install', '--no-git', '--yes'];
  await runChild([process.execPath, cli, ...create], { cwd: packageRoot(), env: cleanEnv() });
  await lendModules(folder);
  const env = cleanEnv({ PATH: `${join(folder, 'node_modules', '.bin')}:${process.env['PATH']}` });
  await runChild(['npm', 'run', 'db:generate', '--', '--name', 'init'], { cwd: folder, env });
  await runChild(['npm', 'run', 'build'], { cwd: folder, env });
  const { holder, databaseUrl } = await holdDatabase(folder, env);
  return { folder, databaseUrl, stop: () => stopChild(holder) };
}

/** Starts it as in production, without a limit of requests, which would be all that one sees. */
export async function start(
  { folder, databaseUrl }: Pick<Built, 'folder' | 'databaseUrl'>,
  more: NodeJS.ProcessEnv = {},
  flags: readonly string[] = [],
): Promise<Running> {
  const port = await freePort();
  const probe = fileURLToPath(new URL('probe.ts', import.meta.url));
  const options = [
    '--import',
    probe,
    `--max-old-space-size=${HEAP}`,
    ...flags,
    '--enable-source-maps',
  ];
  const child = startChild([process.execPath, ...options, 'dist/main.js'], {
    cwd: folder,
    env: cleanEnv({
      APP_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DOCS_ENABLED: 'true',
      RATE_LIMIT_MAX: '0',
      LOG_REQUESTS: 'false',
      DRAIN_DELAY_MS: '0',
      ...more,
    }),
    channel: true,
  });
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + READY_TIMEOUT;
  while ((await statusOf(`${origin}/readyz`)) !== 200) {
    if (Date.now() > deadline) {
      await stopChild(child);
      throw new ChildError([folder], 'was not ready in time', child.output());
    }
    await sleep(50);
  }
  return {
    port,
    origin,
    child,
    vitals: async () => (await child.ask('vitals')) as Vitals,
    cpu: async () => (await child.ask('cpu')) as number,
    taken: async (work) => {
      await child.ask('take');
      await work();
      return (await child.ask('taken')) as number;
    },
    kept: async (work) => {
      await child.ask('watch');
      await work();
      return (await child.ask('watched')) as number;
    },
    stop: () => stopChild(child),
  };
}

/** Milliseconds of CPU that one request within the limits may take: so long it keeps all others waiting. */
export const MOST_CPU = 50;

/**
 * What a request costs while there is no other. Collecting garbage and compiling fall on whichever comes: what is dear is sent
 * again, and its lowest price counts.
 */
export async function priceOf<Answer>(
  cpu: Running['cpu'],
  send: () => Promise<Answer>,
): Promise<{ answer: Answer; price: number }> {
  const once = async () => {
    const before = await cpu();
    const answer = await send();
    return { answer, price: (await cpu()) - before };
  };
  const first = await once();
  let { price } = first;
  for (let i = 0; i < 4 && price > MOST_CPU / 2; i++) price = Math.min(price, (await once()).price);
  return { answer: first.answer, price };
}

/** @returns undefined where nothing came back */
export function statusOf(url: string, init: RequestInit = {}): Promise<number | undefined> {
  return fetch(url, init).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => undefined,
  );
}
