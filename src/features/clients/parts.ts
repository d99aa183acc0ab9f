import type { Part } from '../feature.ts';
import { metricsParts } from './metrics-parts.ts';
import type { ClientNames } from './names.ts';

/** What the first client brings to files that every service has. */
export const parts: readonly Part[] = [
  ...metricsParts,
  { path: 'src/app.ts', at: 'imports', text: "import { createClients } from './clients';" },
  {
    path: 'src/app.ts',
    at: { function: 'buildApp', before: 'registerDeadline(app' },
    text: "app.decorate('clients', createClients(config, app.log));\n",
  },
  {
    path: 'src/config/variables.ts',
    at: 'imports',
    text: "import { upstreamToken, upstreamUrl } from './upstream-url';",
  },
  {
    path: 'src/http/errors.ts',
    at: 'imports',
    text: "import { upstreamProblem } from '../clients/problem';",
  },
  {
    path: 'src/http/errors.ts',
    at: { function: 'toProblem', before: 'const fromPostgres' },
    text: `const fromUpstream = upstreamProblem(error);
  if (fromUpstream) return fromUpstream;`,
  },
  {
    path: 'src/http/guards.ts',
    at: { object: ['WORK'] },
    text: `/** Asks another service, which may be away, busy or too slow, or not answer as agreed. */
  call: [502, 503, 504]`,
  },
  {
    path: 'src/resilience/failures.ts',
    at: { interface: 'Treatment' },
    text: `/** How long a wait the other side may ask for (\`Retry-After\`). */
  heeds?: number;`,
  },
  {
    path: 'src/resilience/failures.ts',
    at: { object: ['FAILURES'] },
    text: `/** 400, 401, 403, 404, 422, any other 4xx, and redirects: the same again gets the same answer. */
  refused: { attempts: 1, base: 0, longest: 0 },
  /** 408 and 429: too much at once. Retry-After counts. */
  limited: { attempts: 4, base: 200, longest: 2000, heeds: 30_000 },
  /** 5xx: the other side is in trouble, and needs longer. Of a 503, Retry-After counts. */
  failing: { attempts: 3, base: 500, longest: 5000, heeds: 30_000 },
  /** No answer within the time of one attempt. */
  late: { attempts: 3, base: 250, longest: 2500, atOnce: true },
  /** A call's connection did not come about, or broke: there is no answer, or half of one. */
  lost: { attempts: 3, base: 250, longest: 2500, atOnce: true },
  /** The breaker is open, or too many calls are under way: to fail at once is what they are for. */
  closed: { attempts: 1, base: 0, longest: 0 },
  /** An answer that is no JSON, too long, or of another shape than agreed: the next one would be, too. */
  broken: { attempts: 1, base: 0, longest: 0 }`,
  },
  {
    path: 'src/resilience/failures.test.ts',
    at: { object: ['WAITS'] },
    text: `refused: [],
  limited: [200, 400, 800],
  failing: [500, 1000],
  late: [0, 250],
  lost: [0, 250],
  closed: [],
  broken: []`,
  },
  {
    path: '.oxlintrc.json',
    at: { after: '"src/config/**",' },
    text: '\n        "src/clients/**",',
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files\n' },
    text: 'src/clients/             other services: a folder for each, and what all calls have in common\n',
  },
  {
    path: 'AGENTS.md',
    at: {
      after:
        '(`src/db/transaction.ts`), with the context that it hands on; it may run twice, so nothing in it reaches out of the database.\n',
    },
    text: `
**A call of another service**: an operation in \`src/clients/<name>/<name>.client.ts\`, with a schema of its answer, and a test in which a
server answers. A route hands itself on, \`app.clients.<name>.find(id, request)\`, outside of transactions, and declares the work \`call\`.
What is tried again, and when, says [docs/retries.md](docs/retries.md).
`,
  },
];

/** What each client brings: its variables, and its part of the configuration. */
export function partsOf(clients: readonly ClientNames[]): Part[] {
  const sections = clients.map(
    ({ camel, constant: name }) => `${camel}: {
      url: values.${name}_URL,
      token: values.${name}_TOKEN,
      timeout: values.${name}_TIMEOUT_MS,
      concurrency: values.${name}_CONCURRENCY,
    }`,
  );
  return [
    ...clients.flatMap(variableParts),
    {
      path: 'src/config/config.ts',
      at: { object: ['toConfig'] },
      text: `/** Other services, and how they are called. */
    clients: { ${sections.join(',\n')} }`,
    },
  ];
}

/** The variables of a client. */
export function variablesOf({ constant: name }: ClientNames): string[] {
  return ['URL', 'TOKEN', 'TIMEOUT_MS', 'CONCURRENCY'].map((ending) => `${name}_${ending}`);
}

function variableParts({ kebab, constant: name }: ClientNames): Part[] {
  const rows = [
    [`${name}_URL`, '`http://localhost:4000` / none; required', `where ${kebab} is`],
    [`${name}_TOKEN`, 'none', `sent to ${kebab} as \`Authorization: Bearer\``],
    [`${name}_TIMEOUT_MS`, '`2000`', `how long ${kebab} may take for one attempt`],
    [`${name}_CONCURRENCY`, '`20`', `calls of ${kebab} at once; as many more wait`],
  ];
  return [
    {
      path: 'src/config/variables.ts',
      at: { object: ['variablesSchema'] },
      text: `${name}_URL: upstreamUrl(environment),
    ${name}_TOKEN: upstreamToken.optional(),
    ${name}_TIMEOUT_MS: integer(1, 60_000).default(2000),
    ${name}_CONCURRENCY: integer(1, 1000).default(20)`,
    },
    {
      path: 'src/config/variables.ts',
      at: { object: ['secrets'] },
      text: `${name}_TOKEN: 'whole'`,
    },
    ...rows.map(([variable = '', fallback = '', about = '']): Part => ({
      path: 'README.md',
      at: { table: 'variable' },
      text: `| \`${variable}\` | ${fallback} | ${about} |`,
    })),
    {
      path: 'test/given.ts',
      at: { object: ['given'] },
      text: `${name}_URL: 'https://${kebab}.example.com'`,
    },
    {
      path: '.env.example',
      at: 'end',
      text: `
# Another service: ${kebab}
# ${name}_URL=http://localhost:4000
# ${name}_TOKEN=
`,
    },
  ];
}
