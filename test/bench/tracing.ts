import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Child, stopChild } from '../support/children.ts';
import { freePort } from '../support/running-service.ts';
import type { Figure } from './figure.ts';
import { type Operation, operations } from './http/operations.ts';
import { fillProducts } from './http/products.ts';
import { BUILT, measure, type Server, startLoad, startServer } from './http/server.ts';
import { productionEnv, type Shop } from './shop.ts';
import { repeat, summarise } from './stats.ts';

const ROUNDS = 6;
const ROUND = 1500;
/** Rounds of each: for about as long, V8 goes on optimizing. */
const WARM_UP = 8;

/** What a service that has tracing may cost over one that has not, as long as nobody says where traces are sent. */
const NEAR_FREE = 1.03;

/** What is measured: a server, with requests for the rows of its own database. */
interface Measured {
  server: Server;
  operations: Operation[];
}

/** By what they are called in the figures. The first is what the others are compared with. */
type Servers = Map<string, Measured>;

const NAMES = ['get by id', 'list of 20'];

/**
 * What it costs to see what happens, for a get and a list: metrics, tracing that is there and sends nothing, and traces that are sent, to
 * somebody on this machine who throws them away. They take turns.
 *
 * @param traced the shop, made with tracing
 */
export async function tracingFigures(
  shop: Shop,
  traced: Shop,
  log: (line: string) => void,
): Promise<Figure[]> {
  const load = startLoad();
  const sink = await startSink();
  const servers = await startServers(shop, traced, sink.url);
  try {
    const figures: Figure[] = [];
    for (const name of NAMES) {
      log(`seeing what happens, ${name} ...`);
      figures.push(...(await compare(load, servers, name)));
    }
    if (sink.received() === 0) throw new Error('No trace arrived: what was measured sends none.');
    return figures;
  } finally {
    const children = [...servers.values()].map(({ server }) => server.child);
    await Promise.all([load, ...children].map(stopChild));
    sink.close();
  }
}

/** Each service on a database of its own: that of the other one has not its migrations. */
async function startServers(shop: Shop, traced: Shop, endpoint: string): Promise<Servers> {
  const filled = async ({ databaseUrl }: Shop) => {
    const { ids, categoryId } = await fillProducts(databaseUrl);
    return operations(ids, categoryId);
  };
  const [own, ofTraced] = [await filled(shop), await filled(traced)];
  const start = async (of: Shop, more: NodeJS.ProcessEnv): Promise<Measured> => ({
    server: await startServer(BUILT, {
      cwd: of.folder,
      envOf: (port) => ({ ...productionEnv(of, port), ...more }),
    }),
    operations: of === shop ? own : ofTraced,
  });
  const metrics = { METRICS_HOST: '127.0.0.1', METRICS_PORT: String(await freePort()) };
  return new Map([
    ['without', await start(shop, {})],
    ['metrics', await start(shop, metrics)],
    ['tracing, no endpoint', await start(traced, {})],
    ['traces', await start(traced, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })],
  ]);
}

/** Takes traces, and keeps none. */
async function startSink() {
  let received = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received: () => received,
    close: () => server.close().closeAllConnections(),
  };
}

async function compare(load: Child, servers: Servers, operation: string): Promise<Figure[]> {
  const all = [...servers];
  const run = async ({ server, operations: its }: Measured) => {
    const one = its.find(({ name }) => name === operation);
    if (!one) throw new Error(`There is no ${operation}.`);
    return (await measure(load, server, one, { milliseconds: ROUND })).cpu;
  };
  for (let i = 0; i < WARM_UP; i += 1) {
    for (const [, measured] of all) await run(measured);
  }
  let isForth = false;
  const rounds = await repeat(ROUNDS, async () => {
    // None is always the first.
    isForth = !isForth;
    const cpu = new Map<string, number>();
    for (const [name, measured] of isForth ? all : all.toReversed()) {
      cpu.set(name, await run(measured));
    }
    return cpu;
  });
  const section = `Seeing what happens, ${operation}`;
  const of = (name: string) => rounds.map((cpu) => cpu.get(name) ?? Number.NaN);
  const [first = ''] = servers.keys();
  const without = of(first);
  return all.flatMap(([name]): Figure[] => {
    const cpu: Figure = {
      section,
      name: `CPU, ${name}`,
      unit: 'us/request',
      sample: summarise(of(name)),
    };
    if (name === first) return [cpu];
    const ratios = of(name).map((one, i) => one / (without[i] ?? Number.NaN));
    return [
      cpu,
      {
        section,
        name: `CPU, ${name} / ${first}`,
        unit: 'ratio',
        sample: summarise(ratios),
        ...(name === 'tracing, no endpoint' && { target: { atMost: NEAR_FREE } }),
      },
    ];
  });
}
