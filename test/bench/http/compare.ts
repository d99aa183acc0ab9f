import assert from 'node:assert/strict';
import { type Child, stopChild } from '../../support/children.ts';
import type { Figure } from '../figure.ts';
import { type BuiltService, POOL_SIZE, productionEnv, type Shop } from '../shop.ts';
import { summarise } from '../stats.ts';
import { type Operation, operations } from './operations.ts';
import { fillProducts } from './products.ts';
import { BUILT, file, measure, type Round, type Server, startLoad, startServer } from './server.ts';

const ROUNDS = 8;
const ROUND = 2000;
/**
 * Rounds of each. V8 goes on optimizing for about as long, in threads of the server: the more code it has, the more they would add. A
 * single long one would send more on a connection than the service allows.
 */
const WARM_UP = 6;

/** Requests per second and CPU for each request: the generated service against the hand-written server. */
export async function httpFigures(shop: Shop, log: (line: string) => void): Promise<Figure[]> {
  const { ids, categoryId } = await fillProducts(shop.databaseUrl);
  const asked = operations(ids, categoryId);
  return compareServers(shop, { name: 'by hand', program: file('handwritten.ts'), asked }, log);
}

/**
 * What a service is measured against: what the figures call it, its source, what is asked of both, how many requests are under way at a
 * time (as many as the pool has connections, where it does not say), and what else the service is told.
 */
export interface Rival {
  name: string;
  program: string;
  asked: Operation[];
  connections?: number;
  env?: NodeJS.ProcessEnv;
}

/**
 * The two take turns in short rounds on one database, so that whatever else the machine does meets both.
 *
 * @throws where they do not answer alike
 */
export async function compareServers(
  built: BuiltService,
  { name, program, asked, connections = POOL_SIZE, env = {} }: Rival,
  log: (line: string) => void,
): Promise<Figure[]> {
  const load = startLoad();
  const envOf = (port: number) => ({ ...productionEnv(built, port), ...env });
  const start = (args: string[]) => startServer(args, { cwd: built.folder, envOf });
  const service = await start(BUILT);
  const byHand = await start([program]);
  try {
    const figures: Figure[] = [];
    for (const operation of asked) {
      await assertSame(operation, service, byHand);
      log(`${operation.name} ...`);
      const rounds = await compare(operation, { load, connections, service, byHand });
      figures.push(...toFigures(operation, name, rounds));
    }
    return figures;
  } finally {
    await Promise.all([load, service.child, byHand.child].map(stopChild));
  }
}

async function compare(
  operation: Operation,
  { load, connections, service, byHand }: Compared,
): Promise<Rounds> {
  const run = (server: Server) =>
    measure(load, server, operation, { milliseconds: ROUND, connections });
  for (let i = 0; i < WARM_UP; i += 1) {
    for (const server of [service, byHand]) await run(server);
  }
  const rounds: { service: Round; byHand: Round }[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    // Neither is always the one that comes after the other.
    const first = i % 2 === 0 ? await run(service) : undefined;
    const hand = await run(byHand);
    rounds.push({ service: first ?? (await run(service)), byHand: hand });
  }
  return rounds;
}

interface Compared {
  load: Child;
  connections: number;
  service: Server;
  byHand: Server;
}

type Rounds = readonly { service: Round; byHand: Round }[];

function toFigures({ name, target }: Operation, rival: string, rounds: Rounds): Figure[] {
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
      name: `CPU, ${rival}`,
      unit: 'us/request',
      sample: of((round) => round.byHand.cpu),
    },
    {
      section,
      name: `CPU, ${rival} / generated`,
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
      name: `rate, ${rival}`,
      unit: 'requests/s',
      sample: of((round) => round.byHand.rate),
    },
    {
      section,
      name: `rate, generated / ${rival}`,
      unit: 'ratio',
      sample: of((round) => round.service.rate / round.byHand.rate),
      target: atLeast,
    },
  ];
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
      body: JSON.stringify(body(`PROBE-${port}`)),
    }),
  });
  return { status: response.status, body: (await response.json()) as object };
}
