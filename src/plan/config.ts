import type { ConfigKey, ConfigSection, Part } from '../features/feature.ts';

const folder = 'src/config';

/** What a section of the configuration adds to the files that every service has: variables, profiles, config, README. */
export function configParts({ name, keys }: ConfigSection): Part[] {
  const section = keys.map((key) => `${key.name}: values.${key.variable}`).join(', ');
  return [
    ...keys.flatMap(keyParts),
    {
      path: `${folder}/config.ts`,
      at: { object: ['toConfig'] },
      text: `${name}: { ${section} }`,
    },
  ];
}

function keyParts(key: ConfigKey): Part[] {
  const { variable, schema, about, example, secret } = key;
  return [
    {
      path: `${folder}/variables.ts`,
      at: { object: ['variablesSchema'] },
      text: `${variable}: ${schema}${defaultCall(key)}`,
    },
    ...profileParts(key),
    ...(secret ? [secretPart(variable, secret)] : []),
    {
      path: 'README.md',
      at: { table: 'variable' },
      text: `| \`${variable}\` | ${defaultCell(key)} | ${about}${exceptions(key)} |`,
    },
    ...(example ? [{ path: '.env.example', at: 'end' as const, text: `${example}\n` }] : []),
  ];
}

function secretPart(variable: string, secret: string): Part {
  const path = `${folder}/variables.ts`;
  return { path, at: { object: ['secrets'] }, text: `${variable}: '${secret}'` };
}

/** What differs between environments has none here: each profile says it. */
function defaultCall({ default: value }: ConfigKey): string {
  return typeof value === 'string' ? `.default(${value})` : '';
}

/** The profiles that hold a value of their own; the others spread one that does. */
function profileParts({ variable, default: value }: ConfigKey): Part[] {
  if (value === undefined || typeof value === 'string') return [];
  const path = `${folder}/profiles.ts`;
  const { type, development, production, test, staging } = value;
  const property = (object: string[], text: string | undefined): Part[] =>
    text === undefined ? [] : [{ path, at: { object }, text: `${variable}: ${text}` }];
  return [
    { path, at: { interface: 'Profile' }, text: `${variable}: ${type};` },
    ...property(['production'], production),
    ...property(['development'], development),
    ...property(['profiles', 'test'], test),
    ...property(['profiles', 'staging'], staging),
  ];
}

function defaultCell({ default: value }: ConfigKey): string {
  if (value === undefined) return 'none; required';
  if (typeof value === 'string') return `\`${bare(value)}\``;
  return `\`${bare(value.development)}\` / \`${bare(value.production)}\``;
}

/** A variable has no quotes around it. */
const bare = (value: string) => value.replace(/^'(.*)'$/, '$1');

function exceptions({ default: value }: ConfigKey): string {
  if (value === undefined || typeof value === 'string') return '';
  const named = (['test', 'staging'] as const).filter((name) => value[name] !== undefined);
  return named.map((name) => `; \`${bare(value[name] ?? '')}\` in \`${name}\``).join('');
}
