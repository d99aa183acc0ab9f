import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure } from '../../src/metrics/metrics';
import { createTestApp, type TestApp } from '../app';

const ALERTS = 'deploy/metrics/alerts.yml';
const DASHBOARD = 'deploy/metrics/dashboard.json';

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

/** Every metric that the service has. */
async function metricNames(): Promise<Set<string>> {
  const { default: Fastify } = await import('fastify');
  const app = Fastify() as unknown as TestApp['app'];
  app.decorate('shed', { count: 0 });
  const { $client: pool } = service.db as unknown as { $client: Parameters<typeof measure>[1] };
  const registry = measure(app, pool);
  const metrics = await registry.getMetricsAsJSON();
  await app.close();
  return new Set(metrics.map(({ name }) => name));
}

/** What a query names that can be no function, label or range. */
function namedIn(query: string): string[] {
  const names = query.match(/\b(?:http|database|upstream|nodejs|process|sign_in)_\w+/g) ?? [];
  return names.map((name) => name.replace(/(?<=_seconds)_(?:bucket|count|sum)$/, ''));
}

test('every panel of the dashboard asks for metrics that exist', async () => {
  const known = await metricNames();
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
  expect(panels.length).toBeGreaterThan(0);
  for (const { title, targets } of panels) {
    const named = targets.flatMap(({ expr }) => namedIn(expr));
    expect(named.length, title).toBeGreaterThanOrEqual(targets.length);
    expect(
      named.filter((name) => !known.has(name)),
      title,
    ).toEqual([]);
  }
});

test('every alert asks for metrics that exist', async () => {
  const known = await metricNames();
  const alerts = readFileSync(ALERTS, 'utf8').split('- alert: ').slice(1);
  expect(alerts.length).toBeGreaterThan(0);
  for (const alert of alerts) {
    const named = namedIn(alert);
    expect(named.length, alert).toBeGreaterThan(0);
    expect(
      named.filter((name) => !known.has(name)),
      alert,
    ).toEqual([]);
  }
});

test.each(['500', '502', '503', '504'])('an alert sees requests that end with %s', (status) => {
  const asked = [...readFileSync(ALERTS, 'utf8').matchAll(/status=~?"([^"]+)"/g)];
  expect(asked.some(([, pattern]) => new RegExp(`^(?:${pattern})$`).test(status))).toBe(true);
});

test('promtool takes the alerts', (context) => {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', ALERTS], {
    encoding: 'utf8',
  });
  if (error)
    context.skip('promtool is not installed: it comes with Prometheus (apt install prometheus)');
  expect(status, `${stdout}${stderr}`).toBe(0);
});
