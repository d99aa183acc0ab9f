import type { Feature } from '../feature.ts';

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
        about: 'where Prometheus reads `/metrics`; `0` is nowhere, and nothing is measured',
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
    { path: 'src/app.ts', at: 'imports', text: "import { registerMetrics } from './metrics';" },
    {
      path: 'src/app.ts',
      at: { function: 'buildApp', before: 'await app.register(healthRoutes' },
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
      path: 'README.md',
      at: { after: 'src/config/              variables, profiles, secrets from files\n' },
      text: 'src/metrics/             what Prometheus reads: docs/metrics.md\n',
    },
  ],
};
