import type { PlannedFile } from '../../plan/planned-file.ts';
import type { Feature, Part } from '../feature.ts';

interface Answers {
  tracing: boolean;
  clients: string[];
}

/** Traces by OpenTelemetry, sent where one says. */
export const tracing: Feature<Answers> = {
  name: 'tracing',
  isOn: (answers) => answers.tracing,
  packages: [
    '@opentelemetry/api',
    '@opentelemetry/context-async-hooks',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace',
  ],
  parts: [
    ...configParts(),
    { path: 'src/app.ts', at: 'imports', text: "import { registerTracing } from './tracing';" },
    {
      path: 'src/app.ts',
      at: { function: 'buildApp', before: 'registerDeadline(app' },
      text: 'await registerTracing(app, database.pool, config);',
    },
    {
      path: 'docs/observability.md',
      at: 'end',
      text: `
## Traces

With \`OTEL_EXPORTER_OTLP_ENDPOINT\`, requests, their statements and their calls of other services are spans of the trace that the log names:
[tracing.md](tracing.md).
`,
    },
    {
      path: 'README.md',
      at: { after: 'src/config/              variables, profiles, secrets from files\n' },
      text: 'src/tracing/             traces by OpenTelemetry: docs/tracing.md\n',
    },
  ],
  partsFor: ({ answers }) => (answers.clients.length > 0 ? CALLS : []),
  files: ({ answers, render }) => {
    if (answers.clients.length === 0) return [];
    const file = (name: string, template: string): PlannedFile => ({
      path: `src/tracing/${name}`,
      content: render(template, {}),
      owner: 'managed',
    });
    return [file('calls.ts', 'traced-calls'), file('calls.test.ts', 'traced-calls-test')];
  },
};

/** In a service with clients. */
const CALLS: Part[] = [
  {
    path: 'src/tracing/index.ts',
    at: { function: 'registerTracing', before: "app.addHook('onClose'" },
    text: `const { traceCalls } = await import('./calls');
  const forget = traceCalls(tracer);
  app.addHook('onClose', async () => forget());`,
  },
];

function configParts(): Part[] {
  const rows = [
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'none',
      'where traces are sent (OTLP over HTTP); without it none are recorded',
    ],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'none', 'sent along: `key=value`, separated by commas'],
    ['OTEL_SERVICE_NAME', 'the name in `package.json`', 'what traces call this service'],
    [
      'OTEL_TRACES_SAMPLER_ARG',
      '`1`',
      'which part of the traces that begin here is recorded; others go by their beginning',
    ],
  ];
  return [
    {
      path: 'src/config/variables.ts',
      at: 'imports',
      text: "import { tracingVariables } from './tracing';",
    },
    {
      path: 'src/config/variables.ts',
      at: { after: '    ...databaseVariables(environment),\n' },
      text: '    ...tracingVariables,\n',
    },
    {
      path: 'src/config/variables.ts',
      at: { object: ['secrets'] },
      text: "OTEL_EXPORTER_OTLP_HEADERS: 'whole'",
    },
    {
      path: 'src/config/config.ts',
      at: { object: ['toConfig'] },
      text: `tracing: {
      endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
      headers: values.OTEL_EXPORTER_OTLP_HEADERS,
      name: values.OTEL_SERVICE_NAME,
      /** Of the traces that begin here. */
      share: values.OTEL_TRACES_SAMPLER_ARG,
    }`,
    },
    ...rows.map(([variable = '', fallback = '', about = '']): Part => ({
      path: 'README.md',
      at: { table: 'variable' },
      text: `| \`${variable}\` | ${fallback} | ${about} |`,
    })),
    {
      path: '.env.example',
      at: 'end',
      text: '\n# Traces: a collector that takes OTLP over HTTP\n# OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318\n',
    },
  ];
}
