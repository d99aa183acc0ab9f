import { channel } from 'node:diagnostics_channel';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { App } from '../http/types';
import { counted, stated, type Told } from './counted';

/** In seconds: from a row that is in memory to what a client hardly waits for. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/**
 * Measures an app: its requests, its pool, its event loop and process, and what channels tell of. Call it before routes are registered.
 *
 * No label has a value that a client can choose: a route is its pattern, and URLs without one are all `unknown`.
 */
export function measure(app: App, pool: Pool): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests by route and status, and how long they took',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const labels = { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode };
    duration.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  const shed = new Counter({
    name: 'http_requests_shed_total',
    help: 'Requests that were refused because there were too many at once',
    registers: [],
    collect() {
      this.reset();
      this.inc(app.shed.count);
    },
  });
  registry.registerMetric(shed);
  measurePool(registry, pool);
  followChannels(app, registry);
  return registry;
}

function measurePool(registry: Registry, pool: Pool): void {
  const connections = new Gauge({
    name: 'database_connections',
    help: 'Connections of the pool: in use, idle, and how many there may be',
    labelNames: ['state'] as const,
    registers: [],
    collect() {
      this.set({ state: 'in_use' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'max' }, pool.options.max);
    },
  });
  const waiting = new Gauge({
    name: 'database_waiting',
    help: 'Who waits for a connection of the pool',
    registers: [],
    collect() {
      this.set(pool.waitingCount);
    },
  });
  for (const gauge of [connections, waiting]) registry.registerMetric(gauge);
}

function followChannels(app: App, registry: Registry): void {
  for (const [name, told] of Object.entries(counted)) {
    const counter = new Counter({ ...ofMetric(told), registers: [registry] });
    follow(app, name, (message) => counter.inc(labelsOf(told, message)));
  }
  for (const [name, told] of Object.entries(stated)) {
    const gauge = new Gauge({ ...ofMetric(told), registers: [registry] });
    follow(app, name, (message) => gauge.set(labelsOf(told, message), Number(message['value'])));
  }
}

type Message = Readonly<Record<string, unknown>>;

function follow(app: App, name: string, tell: (message: Message) => void): void {
  const listener = (message: unknown) => tell(message as Message);
  channel(name).subscribe(listener);
  app.addHook('onClose', async () => {
    channel(name).unsubscribe(listener);
  });
}

function ofMetric({ name, help, labels = [] }: Told) {
  return { name, help, labelNames: labels };
}

function labelsOf({ labels = [] }: Told, message: Message): Record<string, string> {
  return Object.fromEntries(labels.map((label) => [label, String(message[label])]));
}
