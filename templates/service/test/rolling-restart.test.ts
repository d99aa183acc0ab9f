import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Balancer, startBalancer } from './balancer';
import { buildServer, type BuiltServer, type Running } from './built-server';

const CLIENTS = 8;
/** Between two requests of a client: steady, and no load test. */
const PAUSE = 5;
const REACHES = { timeout: 60_000, interval: 20 };
/** Much longer than the balancer takes to notice. */
const DRAIN_DELAY_MS = '3000';

let server: BuiltServer;
let balancer: Balancer;

beforeAll(async () => {
  [server, balancer] = [await buildServer(), await startBalancer()];
});

afterAll(async () => {
  server.kill();
  server.remove();
  await balancer.close();
});

async function add(): Promise<Running> {
  const running = await server.start({ DRAIN_DELAY_MS });
  balancer.add(running.port);
  await expect.poll(() => balancer.ready(), REACHES).toContain(running.port);
  return running;
}

/** @returns what was not served, and by whom the rest was, once it is stopped */
function steadyTraffic() {
  const failed: string[] = [];
  const served = new Map<string, number>();
  const stop = new AbortController();

  async function send(url: string, init?: RequestInit): Promise<void> {
    const answer = await fetch(`${balancer.origin}${url}`, init);
    const text = await answer.text();
    const by = String(answer.headers.get('x-port'));
    if (answer.ok) served.set(by, (served.get(by) ?? 0) + 1);
    else failed.push(`${answer.status} ${text}`);
  }

  async function client(): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    while (!stop.signal.aborted) {
      await send('/v1/fixture/things/1').catch((error) => failed.push(String(error)));
      const init = { method: 'POST', headers, body: '{"name":"steady"}' };
      await send('/v1/fixture/things', init).catch((error) => failed.push(String(error)));
      await sleep(PAUSE);
    }
  }

  const clients = Array.from({ length: CLIENTS }, client);
  return {
    served: (port: number) => served.get(String(port)) ?? 0,
    stop: async () => {
      stop.abort();
      await Promise.all(clients);
      return failed;
    },
  };
}

test('two processes are restarted in turn behind a load balancer, and no request fails', async () => {
  const processes = [await add(), await add()];
  const traffic = steadyTraffic();
  for (const { child, port } of processes) {
    await expect.poll(() => traffic.served(port), REACHES).toBeGreaterThan(100);
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    balancer.remove(port);
    const next = await add();
    await expect.poll(() => traffic.served(next.port), REACHES).toBeGreaterThan(100);
  }
  expect(await traffic.stop()).toEqual([]);
}, 180_000);
