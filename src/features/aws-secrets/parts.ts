import type { Part } from '../feature.ts';

const FETCH_IMPORT = "import { fetchSecrets } from '../src/config/secret-manager';";

/** A script that reads the configuration: what it needs is fetched before. */
const inScript = (path: string): Part[] => [
  { path, at: 'imports', text: FETCH_IMPORT },
  { path, at: { after: 'try {' }, text: '\n  await fetchSecrets(process.env);' },
];

const variables = [
  [
    'AWS_SECRET_ID',
    'none',
    'name or ARN of the secret in AWS Secrets Manager that holds secrets of the service; without it nobody is asked',
  ],
  ['AWS_SECRET_TIMEOUT_MS', '`5000`', 'how long AWS may take to answer at the start'],
  [
    'AWS_SECRET_FLOOR_MS',
    '`10000`',
    'time between two requests for it, however often a secret is read again',
  ],
];

/** Where AWS Secrets Manager is put into what every service has. */
export const parts: readonly Part[] = [
  {
    path: 'src/config/variables.ts',
    at: 'imports',
    text: "import { managerVariables } from './managed-secrets';",
  },
  {
    path: 'src/config/variables.ts',
    at: { object: ['variablesSchema'] },
    text: '...managerVariables',
  },
  {
    path: 'src/config/check.ts',
    at: 'imports',
    text: "import { managerVariables } from './managed-secrets';",
  },
  {
    path: 'src/config/check.ts',
    at: 'end',
    text: `
/** The same of the variables that say where the secrets are. */
export function checkManagerVariables(env: NodeJS.ProcessEnv) {
  const schema = z.object({ APP_ENV: z.enum(environments), ...managerVariables });
  return check(env, schema, () => schema);
}
`,
  },
  {
    path: 'src/config/sources.ts',
    at: 'imports',
    text: "import { managed } from './managed-secrets';",
  },
  {
    path: 'src/config/sources.ts',
    at: { after: "can't be read (${reasonOf(error)})`);\n      }\n    }" },
    text: ' else if (managed.holds(name)) take(name, managed.value(name), managed.source(name));\n    ',
  },
  {
    path: 'src/main.ts',
    at: 'imports',
    text: "import { fetchSecrets } from './config/secret-manager';",
  },
  {
    path: 'src/main.ts',
    at: { after: 'try {' },
    text: '\n  await fetchSecrets(process.env);',
  },
  {
    path: 'test/auth/server.ts',
    at: 'imports',
    text: "import { fetchSecrets } from '../../src/config/secret-manager';",
  },
  {
    path: 'test/auth/server.ts',
    at: {
      after:
        'If told so, it is killed when a refresh has been committed and is not yet answered.\n',
    },
    text: 'await fetchSecrets(process.env);\n',
  },
  {
    path: 'src/server.ts',
    at: 'imports',
    text: "import { logFailedReads } from './config/managed-secrets';",
  },
  {
    path: 'src/server.ts',
    at: { function: 'serve', before: 'closeWithGrace(' },
    text: 'logFailedReads(logger);',
  },
  ...inScript('scripts/migrate.ts'),
  ...inScript('scripts/account.ts'),
  ...inScript('scripts/keys-rotate.ts'),
  {
    path: 'scripts/config.ts',
    at: 'imports',
    text: "import { ConfigError } from '../src/config';",
  },
  { path: 'scripts/config.ts', at: 'imports', text: FETCH_IMPORT },
  {
    path: 'scripts/config.ts',
    at: { after: '  process.exitCode = 2;\n}' },
    text: ' else if (!(await hasSecrets(command))) {\n  process.exitCode = 1;\n}',
  },
  {
    path: 'scripts/config.ts',
    at: 'end',
    text: `
/** @returns false where they could not be had, and it was said why */
async function hasSecrets(what: 'print' | 'check'): Promise<boolean> {
  // A pipeline that looks at the rest asks nobody.
  if (what === 'check' && !values.secrets) return true;
  try {
    await fetchSecrets(env);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return false;
  }
}
`,
  },
  ...variables.map(([variable, fallback, about]): Part => ({
    path: 'README.md',
    at: { table: 'variable' },
    text: `| \`${variable}\` | ${fallback} | ${about} |`,
  })),
  {
    path: 'docs/configuration.md',
    at: { after: 'Both at once are a mistake. What is empty counts as not set.\n' },
    text: '   Then, for secrets, AWS Secrets Manager: [aws-secrets.md](aws-secrets.md).\n',
  },
  {
    path: 'docs/configuration.md',
    at: { after: 'from where they can be read again, as a file can' },
    text: ' and AWS',
  },
  {
    path: 'README.md',
    at: { after: 'src/config/              variables, profiles, secrets from files' },
    text: ' and from AWS: docs/aws-secrets.md',
  },
];
