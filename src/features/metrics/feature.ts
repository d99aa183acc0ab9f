import type { Feature } from '../feature.ts';

/** Of what clients tell, in a service that has some. */
const CLIENT_TEST = `
test('retries are told of by their failure, and the breaker by its state', async () => {
  const told: unknown[] = [];
  const listener = (message: unknown) => void told.push(message);
  const channels = [channel('service:call-retry'), channel('service:breaker')];
  for (const one of channels) one.subscribe(listener);
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call } = await clientOf([{ status: 429 }, ...failing, good]);
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  vi.setSystemTime(NOW + 10_001);
  await call();
  for (const one of channels) one.unsubscribe(listener);
  const closed = { upstream: 'other', value: 0 };
  expect(told.slice(0, 3)).toEqual([
    closed,
    { upstream: 'other', failure: 'limited' },
    { upstream: 'other', failure: 'failing' },
  ]);
  expect(told).toContainEqual({ upstream: 'other', value: 1 });
  expect(told.at(-1)).toEqual(closed);
});
`;

/** What Prometheus reads of a service, on a port of its own, with alerts for it and a dashboard. */
export const metrics: Feature<{ metrics: boolean }> = {
  name: 'metrics',
  isOn: (answers) => answers.metrics,
  yours: ['deploy/metrics/alerts.yml', 'deploy/metrics/dashboard.json'],
  packages: ['prom-client'],
  config: {
    name: 'metrics',
    keys: [
      {
        name: 'port',
        variable: 'METRICS_PORT',
        schema: 'integer(0, 65_535)',
        default: '0',
        about:
          'where Prometheus reads `/metrics`: another port than `PORT`; `0` is nowhere, and nothing is measured',
        example: '# METRICS_PORT=9464',
      },
      {
        name: 'host',
        variable: 'METRICS_HOST',
        schema: 'z.string()',
        default: { type: 'string', development: "'127.0.0.1'", production: "'0.0.0.0'" },
        about: 'the address of that port',
      },
    ],
  },
  parts: [
    {
      path: 'src/config/check.ts',
      at: 'imports',
      text: "import { meet } from './metrics-address';",
    },
    {
      path: 'src/config/check.ts',
      at: { after: "nothing is left for other requests',\n    })" },
      text: `
    .refine((all) => all.METRICS_PORT === 0 || all.METRICS_PORT !== all.PORT || !meet(all.HOST, all.METRICS_HOST), {
      path: ['METRICS_PORT'],
      error: 'must not be PORT, where the service is',
    })`,
    },
    { path: 'src/app.ts', at: 'imports', text: "import { registerMetrics } from './metrics';" },
    {
      path: 'src/app.ts',
      // Before anybody who may tell something.
      at: { function: 'buildApp', before: 'registerDeadline(app' },
      text: 'registerMetrics(app, database.pool, config.metrics);',
    },
    {
      path: 'src/db/retry.ts',
      at: 'imports',
      text: "import { channel } from 'node:diagnostics_channel';",
    },
    {
      path: 'src/db/retry.ts',
      at: { after: "log?.warn({ ...retry, code }, 'transaction is tried again');" },
      text: "\n    channel('service:database-retry').publish({ code });",
    },
    {
      path: 'src/clients/upstream.ts',
      at: 'imports',
      text: "import { channel } from 'node:diagnostics_channel';",
    },
    {
      path: 'src/clients/upstream.ts',
      at: { after: "log.warn({ ...about, ...retry, status }, 'call is tried again');" },
      text: "\n        channel('service:call-retry').publish({ upstream: name, failure: retry.failure });",
    },
    {
      path: 'src/clients/upstream.ts',
      at: { function: 'guardsOf', before: 'return {' },
      text: `const tell = (state: CircuitState) => {
    const value = state === CircuitState.Closed ? 0 : 1;
    channel('service:breaker').publish({ upstream: name, value });
  };
  tell(breaker.state);
  breaker.onStateChange(tell);`,
    },
    {
      path: 'src/clients/upstream.breaker.test.ts',
      at: 'imports',
      text: "import { channel } from 'node:diagnostics_channel';",
    },
    {
      path: 'src/clients/upstream.breaker.test.ts',
      at: 'end',
      text: CLIENT_TEST,
    },
    {
      path: 'docs/observability.md',
      at: 'end',
      text: `
## Metrics

With \`METRICS_PORT\`, Prometheus reads rate, errors and duration by route, the pool, the event loop and what was refused or tried again:
[metrics.md](metrics.md). Alerts and a dashboard are in \`deploy/metrics/\`.
`,
    },
    {
      path: 'README.md',
      at: { after: 'src/config/              variables, profiles, secrets from files\n' },
      text: 'src/metrics/             what Prometheus reads: docs/metrics.md\n',
    },
  ],
};
