import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, ChildError, runChild, startChild, stopChild } from '../support/children.ts';
import { freePort } from '../support/running-service.ts';
import type { Figure } from './figure.ts';
import { productionEnv, type Shop, shopEnv } from './shop.ts';
import { repeat, summarise } from './stats.ts';

const SECTION = 'The service (shop)';
const START = ['node', '--enable-source-maps', 'dist/main.js'] as const;
const READY_TIMEOUT = 20_000;
const POLL = 2;
const SETTLE = 2000;

/** How long the service's own tests take, all of them. */
export async function suiteFigures(shop: Shop): Promise<Figure[]> {
  const durations: number[] = [];
  const outputs = await repeat(3, async () => {
    const start = performance.now();
    const output = await runChild(['npm', 'test'], {
      cwd: shop.folder,
      env: shopEnv(shop.folder, { NO_COLOR: '1' }),
    });
    durations.push((performance.now() - start) / 1000);
    return output;
  });
  const passed = /Tests +(\d+) passed/.exec(outputs[0] ?? '')?.[1];
  return [
    {
      section: SECTION,
      name: 'npm test',
      unit: 's',
      sample: summarise(durations),
      note: `${passed ?? '?'} tests, Postgres started for them`,
    },
  ];
}

/** From the start of the process to the first 200 of `/readyz`, with the database running, and the memory after it. */
export async function startFigures(shop: Shop): Promise<Figure[]> {
  const memory: number[] = [];
  const durations = await repeat(9, async () => {
    const port = await freePort();
    const start = performance.now();
    const child = startChild(START, { cwd: shop.folder, env: productionEnv(shop, port) });
    await ready(child, port);
    const duration = performance.now() - start;
    if (memory.length < 3) {
      await sleep(SETTLE);
      memory.push(residentMegabytes(child.pid));
    }
    await stopChild(child);
    return duration;
  });
  return [
    {
      section: SECTION,
      name: 'cold start to ready',
      unit: 'ms',
      sample: summarise(durations),
      target: { atMost: 1000 },
    },
    {
      section: SECTION,
      name: 'idle memory (RSS)',
      unit: 'MB',
      sample: summarise(memory),
      target: { atMost: 130 },
    },
  ];
}

async function ready(child: Child, port: number): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT;
  while ((await readiness(port)) !== 200) {
    if (Date.now() > deadline) throw new ChildError(START, 'not ready in time', child.output());
    await sleep(POLL);
  }
}

/** Without fetch, whose first call costs more than the answer takes. */
function readiness(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    })
      .once('error', () => resolve(undefined))
      .end();
  });
}

function residentMegabytes(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(kilobytes) / 1024;
}
