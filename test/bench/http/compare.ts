import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild, stopChild } from '../../support/children.ts';
import { freePort } from '../../support/running-service.ts';
import type { Figure } from '../figure.ts';
import { POOL_SIZE, productionEnv, type Shop } from '../shop.ts';
import { summarise } from '../stats.ts';
import type { Order, Report } from './load.ts';
import { type Operation, operations } from './operations.ts';
import { fillProducts } from './products.ts';

const ROUNDS = 8;
const ROUND = 2000;
const WARM_UP = 3000;
const READY_TIMEOUT = 20_000;

interface Server {
  child: Child;
  port: number;
}

interface Round {
  /** Requests per second. */
  rate: number;
  /** Of the server's process, in microseconds for each request. */
  cpu: number;
}

/**
 * Requests per second and CPU for each request: the generated service against the hand-written server. They take turns in
 * short rounds on one database, so that whatever else the machine does meets both.
 */
export async function httpFigures(shop: Shop, log: (line: string) => void): Promise<Figure[]> {
  const { ids, categoryId } = await fillProducts(shop.databaseUrl);
  const load = startChild([process.execPath, file('load.ts')], { channel: true });
  const service = await startServer(shop, ['--enable-source-maps', 'dist/main.js']);
  const byHand = await startServer(shop, [file('handwritten.ts')]);
  try {
    const figures: Figure[] = [];
    for (const operation of operations(ids, categoryId)) {
      await assertSame(operation, service, byHand);
      log(`${operation.name} ...`);
      figures.push(...(await compare(operation, { load, service, byHand })));
    }
    return figures;
  } finally {
    await Promise.all([load, service.child, byHand.child].map(stopChild));
  }
}

async function compare(
  operation: Operation,
  { load, service, byHand }: { load: Child; service: Server; byHand: Server },
): Promise<Figure[]> {
  const run = (server: Server, milliseconds: number) =>
    measure(load, server, operation, milliseconds);
  for (const server of [service, byHand, service, byHand]) await run(server, WARM_UP / 2);
  const rounds: { service: Round; byHand: Round }[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    // Neither is always the one that comes after the other.
    const first = i % 2 === 0 ? await run(service, ROUND) : undefined;
    const hand = await run(byHand, ROUND);
    rounds.push({ service: first ?? (await run(service, ROUND)), byHand: hand });
  }
  return toFigures(operation, rounds);
}

async function measure(
  load: Child,
  { child, port }: Server,
  { requests, status }: Operation,
  milliseconds: number,
): Promise<Round> {
  const order: Order = { port, connections: POOL_SIZE, milliseconds, requests, status };
  const before = (await child.ask('cpu')) as NodeJS.CpuUsage;
  const report = (await load.ask(order)) as Report;
  const after = (await child.ask('cpu')) as NodeJS.CpuUsage;
  if (report.failure !== undefined) throw new Error(`${report.failure}\n${child.output()}`);
  const cpu = after.user + after.system - before.user - before.system;
  return { rate: (report.requests / report.milliseconds) * 1000, cpu: cpu / report.requests };
}

function toFigures(
  { name, target }: Operation,
  rounds: readonly { service: Round; byHand: Round }[],
): Figure[] {
  const section = `HTTP, ${name}`;
  const of = (value: (round: { service: Round; byHand: Round }) => number) =>
    summarise(rounds.map(value));
  const atLeast = { atLeast: target };
  return [
    {
      section,
      name: 'CPU, generated',
      unit: 'us/request',
      sample: of((round) => round.service.cpu),
    },
    {
      section,
      name: 'CPU, by hand',
      unit: 'us/request',
      sample: of((round) => round.byHand.cpu),
    },
    {
      section,
      name: 'CPU, by hand / generated',
      unit: 'ratio',
      sample: of((round) => round.byHand.cpu / round.service.cpu),
      target: atLeast,
    },
    {
      section,
      name: 'rate, generated',
      unit: 'requests/s',
      sample: of((round) => round.service.rate),
    },
    {
      section,
      name: 'rate, by hand',
      unit: 'requests/s',
      sample: of((round) => round.byHand.rate),
    },
    {
      section,
      name: 'rate, generated / by hand',
      unit: 'ratio',
      sample: of((round) => round.service.rate / round.byHand.rate),
      target: atLeast,
    },
  ];
}

async function startServer(shop: Shop, args: string[]): Promise<Server> {
  const port = await freePort();
  const child = startChild([process.execPath, '--import', file('probe.ts'), ...args], {
    cwd: shop.folder,
    env: productionEnv(shop, port),
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

/** A comparison of different answers would be worth nothing. */
async function assertSame({ probe, status }: Operation, a: Server, b: Server): Promise<void> {
  const [first, second] = await Promise.all([ask(a, probe), ask(b, probe)]);
  assert.deepEqual([first.status, second.status], [status, status], JSON.stringify(first.body));
  if (probe.body) {
    assert.deepEqual(Object.keys(first.body), Object.keys(second.body));
  } else {
    assert.deepEqual({ ...first.body, nextCursor: '' }, { ...second.body, nextCursor: '' });
  }
}

async function ask({ port }: Server, { path, body }: Operation['probe']) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...(body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, sku: `PROBE-${port}` }),
    }),
  });
  return { status: response.status, body: (await response.json()) as object };
}

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
