import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, stopChild } from '../support/children.ts';
import type { Figure } from './figure.ts';
import type { Order, Report } from './http/load.ts';
import { operations } from './http/operations.ts';
import { fillProducts } from './http/products.ts';
import { BUILT, type Server, startLoad, startServer } from './http/server.ts';
import { productionEnv, type Shop } from './shop.ts';
import { summarise } from './stats.ts';

const ROUND = 4000;
const ROUNDS = 3;

/** Rounds of each: V8 goes on optimizing for as long, and what comes later would be served faster. */
const WARM_UP = 4;

/** As many clients as the service takes in at once: the pool, and those who may wait for it. */
const CLIENTS = 110;

/** How long who is refused waits, far less than `Retry-After` asks for. */
const PATIENCE = 100;

/** At peak, what is served in a second may not fall by more. */
const KEPT = 0.9;

/**
 * What a rush does to the list of 20: how many are served in a second with one, two and four times as many clients as fit, how
 * long these take, and whether health answers; the rush that nobody refuses beside it.
 */
export async function rushFigures(shop: Shop, log: (line: string) => void): Promise<Figure[]> {
  const { ids, categoryId } = await fillProducts(shop.databaseUrl);
  const operation = operations(ids, categoryId).find(({ name }) => name === 'list of 20');
  if (!operation) throw new Error('There is no such operation.');
  const load = startLoad();
  const start = (more: NodeJS.ProcessEnv) =>
    startServer(BUILT, {
      cwd: shop.folder,
      envOf: (port) => ({ ...productionEnv(shop, port), ...more }),
    });
  const shedding = await start({});
  const open = await start({ SHED_WAITING_MAX: '0', SHED_LOOP_DELAY_MS: '0' });
  try {
    const { requests, status } = operation;
    const run = (server: Server, times: number) =>
      rush(load, server, { connections: CLIENTS * times, requests, status });
    for (let round = 0; round < WARM_UP; round += 1) {
      for (const server of [shedding, open]) await run(server, 1);
    }
    const rounds: Record<string, Rush[]> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const times of [1, 2, 4]) {
        log(`a rush of ${times}x ...`);
        (rounds[`${times}x`] ??= []).push(await run(shedding, times));
      }
      (rounds['4x, nobody refused'] ??= []).push(await run(open, 4));
    }
    const peak = summarise((rounds['1x'] ?? []).map(({ rate }) => rate)).median;
    return Object.entries(rounds).flatMap(([name, all]) => toFigures(name, all, peak));
  } finally {
    await Promise.all([load, shedding.child, open.child].map(stopChild));
  }
}

interface Rush {
  /** Served in a second. */
  rate: number;
  refused: number;
  /** Which 95 of 100 did not exceed, in milliseconds. */
  took: number;
  /** The longest that /livez took, and how often it or /readyz did not say yes. */
  health: number;
  sick: number;
}

async function rush(
  load: Child,
  { port, child }: Server,
  order: Pick<Order, 'connections' | 'requests' | 'status'>,
): Promise<Rush> {
  const health = { longest: 0, sick: 0, over: false };
  const probing = probe(port, health);
  const report = (await load.ask({
    ...order,
    port,
    milliseconds: ROUND,
    patience: PATIENCE,
  })) as Report;
  health.over = true;
  await probing;
  if (report.failure !== undefined) throw new Error(`${report.failure}\n${child.output()}`);
  const seconds = report.milliseconds / 1000;
  const sorted = report.took.toSorted((a, b) => a - b);
  return {
    rate: report.requests / seconds,
    refused: report.refused / seconds,
    took: sorted[Math.floor(sorted.length * 0.95)] ?? NaN,
    health: health.longest,
    sick: health.sick,
  };
}

async function probe(
  port: number,
  health: { longest: number; sick: number; over: boolean },
): Promise<void> {
  while (!health.over) {
    for (const path of ['/livez', '/readyz']) {
      const start = performance.now();
      const { ok } = await fetch(`http://127.0.0.1:${port}${path}`);
      if (!ok) health.sick += 1;
      if (path === '/livez') health.longest = Math.max(health.longest, performance.now() - start);
    }
    await sleep(200);
  }
}

function toFigures(name: string, rounds: readonly Rush[], peak: number): Figure[] {
  const section = `A rush, ${name}`;
  const of = (value: (rush: Rush) => number) => summarise(rounds.map(value));
  return [
    { section, name: 'served', unit: 'requests/s', sample: of(({ rate }) => rate) },
    {
      section,
      name: 'served / peak',
      unit: 'ratio',
      sample: of(({ rate }) => rate / peak),
      target: { atLeast: KEPT },
    },
    { section, name: 'refused', unit: 'requests/s', sample: of(({ refused }) => refused) },
    { section, name: 'served within, 95 of 100', unit: 'ms', sample: of(({ took }) => took) },
    { section, name: '/livez, the longest', unit: 'ms', sample: of(({ health }) => health) },
    {
      section,
      name: 'health says no',
      unit: 'ratio',
      sample: of(({ sick }) => sick),
      target: { atMost: 0 },
    },
  ];
}
