import type { Removal } from './removal.ts';

/** What the service starts with, and what it shows of it. */
export const config: Removal[] = [
  {
    promise: 'no well-known password of the database outside of development',
    file: 'src/config/database.ts',
    from: '.refine((url) => local || !guessablePassword(url), {',
    to: '.refine(() => true, {',
    tests: ['src/config'],
  },
  {
    promise: 'no origins without TLS outside of development',
    file: 'src/config/variables.ts',
    from: ".refine((list) => local || list.every((origin) => !origin.startsWith('http:')), {",
    to: '.refine(() => true, {',
    tests: ['src/config'],
  },
  {
    promise: 'a secret is not printed',
    file: 'src/config/print.ts',
    from: '  if (secret) return MASK;\n',
    to: '',
    tests: ['src/config'],
  },
  {
    promise: 'the password in a URL is not printed',
    file: 'src/config/print.ts',
    from: '  if (url.password) url.password = MASK;\n',
    to: '',
    tests: ['src/config'],
  },
  {
    promise: 'secrets have to be there where they are asked for',
    file: 'scripts/config.ts',
    from: 'values.secrets ? [] : allSecrets,\n);',
    to: 'allSecrets,\n);',
    tests: ['test/config-command'],
  },
  {
    promise: 'a changed password of the database is taken without a restart',
    file: 'src/db/address.ts',
    from: '  if (urlAgain === undefined) return { connectionString: url };\n',
    to: '  if (urlAgain !== null) return { connectionString: url };\n',
    tests: ['src/db/address'],
  },
  {
    promise: 'who applies migrations needs no secret but the database',
    file: 'scripts/migrate.ts',
    from: 'loadDatabaseConfig(process.env)',
    to: "(await import('../src/config')).loadConfig(process.env).database",
    tests: ['test/config-command'],
  },
  {
    promise: 'a new user of the database is taken without a restart',
    file: 'src/db/address.ts',
    from: 'Object.assign(one, { user, password });',
    to: 'Object.assign(one, { password });',
    tests: ['src/db/address'],
  },
  {
    promise: 'of another place, user and password are not taken',
    file: 'src/db/address.ts',
    from: 'placeOf(next) !== place',
    to: 'next === undefined',
    tests: ['src/db/address'],
  },
];
