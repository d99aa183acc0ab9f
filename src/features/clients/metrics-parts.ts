import { panelPart } from '../dashboard.ts';
import type { Part } from '../feature.ts';

/** What is measured of calls of other services, where anything is. */
export const metricsParts: readonly Part[] = [
  {
    path: 'src/metrics/counted.ts',
    at: { object: ['counted'] },
    text: `'service:call-retry': {
    name: 'upstream_retries_total',
    help: 'Calls of other services that were tried again',
    labels: ['upstream', 'failure'],
  }`,
  },
  {
    path: 'src/metrics/counted.ts',
    at: { object: ['stated'] },
    text: `'service:breaker': {
    name: 'upstream_breaker_open',
    help: 'Whether another service is left alone for a while, because too many calls of it failed',
    labels: ['upstream'],
  }`,
  },
  {
    path: 'src/metrics/metrics.test.ts',
    at: 'end',
    text: `
test('of other services there are retries by failure, and what their breakers are at', async () => {
  const { scrape } = await start();
  channel('service:call-retry').publish({ upstream: 'other', failure: 'late' });
  channel('service:breaker').publish({ upstream: 'other', value: 1 });
  const text = await scrape();
  expect(text).toContain('upstream_retries_total{upstream="other",failure="late"} 1');
  expect(text).toContain('upstream_breaker_open{upstream="other"} 1');
});
`,
  },
  {
    path: 'docs/metrics.md',
    at: { table: 'metric' },
    text: '| `upstream_retries_total` | `upstream`, `failure` | calls of other services that were tried again; failures are those of `docs/retries.md` |',
  },
  {
    path: 'docs/metrics.md',
    at: { table: 'metric' },
    text: '| `upstream_breaker_open` | `upstream` | 1 while another service is left alone, because too many calls of it failed; else 0 |',
  },
  {
    path: 'deploy/metrics/alerts.yml',
    at: 'end',
    text: `      - alert: UpstreamIsLeftAlone
        expr: max by (upstream) (upstream_breaker_open) == 1
        for: 5m
        labels: { severity: ticket }
        annotations:
          summary: Calls of another service fail, so that it is called only now and then.
      - alert: UpstreamIsRetried
        expr: sum by (upstream) (rate(upstream_retries_total[5m])) > 1
        for: 10m
        labels: { severity: ticket }
        annotations:
          summary: Calls of another service are tried again and again.
`,
  },
  panelPart({
    id: 11,
    title: 'Calls tried again, by service and failure',
    unit: 'reqps',
    gridPos: { x: 0, y: 40 },
    query: 'sum by (upstream, failure) (rate(upstream_retries_total[5m]))',
    legend: '{{upstream}} {{failure}}',
  }),
  panelPart({
    id: 12,
    title: 'Services that are left alone (1: the breaker is open)',
    unit: 'short',
    gridPos: { x: 12, y: 40 },
    query: 'max by (upstream) (upstream_breaker_open)',
    legend: '{{upstream}}',
  }),
];
