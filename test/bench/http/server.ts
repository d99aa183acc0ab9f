import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from '../../support/children.ts';
import { freePort } from '../../support/running-service.ts';
import { POOL_SIZE } from '../shop.ts';
import type { Order, Report } from './load.ts';
import type { Operation } from './operations.ts';

const READY_TIMEOUT = 20_000;

/** A generated service as it is built. */
export const BUILT = ['--enable-source-maps', 'dist/main.js'];

/** A program that is measured. */
export interface Server {
  child: Child;
  port: number;
}

export interface Round {
  /** Requests per second. */
  rate: number;
  /** Of the server's process, in microseconds for each request. */
  cpu: number;
}

/** The load generator. */
export function startLoad(): Child {
  return startChild([process.execPath, file('load.ts')], { channel: true });
}

/** Sends requests for a while, as many at a time as there are connections. */
export async function measure(
  load: Child,
  { child, port }: Server,
  { requests, status }: Pick<Operation, 'requests' | 'status'>,
  { milliseconds, connections = POOL_SIZE }: { milliseconds: number; connections?: number },
): Promise<Round> {
  const order: Order = { port, connections, milliseconds, requests, status };
  const before = (await child.ask('cpu')) as NodeJS.CpuUsage;
  const report = (await load.ask(order)) as Report;
  const after = (await child.ask('cpu')) as NodeJS.CpuUsage;
  if (report.failure !== undefined) throw new Error(`${report.failure}\n${child.output()}`);
  const cpu = after.user + after.system - before.user - before.system;
  return { rate: (report.requests / report.milliseconds) * 1000, cpu: cpu / report.requests };
}

/** Starts a program with Node, and waits until it is ready. */
export async function startServer(
  args: string[],
  { cwd, envOf }: { cwd: string; envOf: (port: number) => NodeJS.ProcessEnv },
): Promise<Server> {
  const port = await freePort();
  const child = startChild([process.execPath, '--import', file('probe.ts'), ...args], {
    cwd,
    env: envOf(port),
    channel: true,
  });
  const deadline = Date.now() + READY_TIMEOUT;
  while (!(await isReady(port))) {
    if (Date.now() > deadline) throw new Error(`${args.join(' ')}: not ready\n${child.output()}`);
    await sleep(50);
  }
  return { child, port };
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

export function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
