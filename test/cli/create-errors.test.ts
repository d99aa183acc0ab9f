import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, temporaryFolder } from '../support/folder.ts';
import { runInstalledKit } from '../support/installed-kit.ts';
import { outsideEnv } from '../support/outside.ts';

const pgTables = (...names: string[]) =>
  [
    "import { integer, pgTable } from 'drizzle-orm/pg-core';",
    ...names.map(
      (name) => `export const ${name} = pgTable('t_${name}', { id: integer('id').primaryKey() });`,
    ),
  ].join('\n');

/** What is there before, for the arguments below to name. */
const files = {
  'package.json': '{ "name": "project" }',
  'good.ts': pgTables('things'),
  'broken.ts': `${pgTables('things')}\nexport const other = = 1;\n`,
  // Tables that need them: what none needs is left out of what is read.
  'importing.ts': `import { name } from './helpers/gone';\n${pgTables('things')}\nexport const t = pgTable(name, {});`,
  'needs-package.ts': `import { name } from 'no-such-package';\n${pgTables('things')}\nexport const t = pgTable(name, {});`,
  'empty.ts': 'export const answer = 42;\n',
  'mysql.ts':
    "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', { id: int('id') });",
  'sqlite.ts':
    "import { integer, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const t = sqliteTable('t', { id: integer('id') });",
  'twice.ts': pgTables('order', 'orders'),
  'full/notes.txt': 'mine',
};

/** As root every folder is writable, but for those that are none. */
const isRoot = process.getuid?.() === 0;
const unwritable = isRoot ? '/proc/service' : 'locked/service';

interface Refusal {
  what: string;
  args: string[];
  /** 2 for a mistake in the call, 1 for everything else. */
  exitCode: number;
  code: string;
  message: RegExp;
  /** What to do about it; null where the message says it all. */
  hint: unknown;
}

const refusals: Refusal[] = [
  {
    what: 'a schema that is not there',
    args: ['service', '--schema', 'nowhere.ts'],
    exitCode: 1,
    code: 'SCHEMA_NOT_FOUND',
    message: /^There is no schema at .*nowhere\.ts\.$/,
    hint: expect.stringMatching(/./),
  },
  {
    what: 'TypeScript that does not parse, with file, line and column',
    args: ['service', '--schema', 'broken.ts'],
    exitCode: 1,
    code: 'SCHEMA_SYNTAX',
    message: /broken\.ts:3:22 does not parse/,
    hint: expect.stringMatching(/^Correct the syntax/),
  },
  {
    what: 'an import of a file that is not there',
    args: ['service', '--schema', 'importing.ts'],
    exitCode: 1,
    code: 'SCHEMA_IMPORT',
    message: /importing\.ts:1:\d+ imports "\.\/helpers\/gone", which can't be resolved\.$/,
    hint: expect.stringMatching(/there is no such file/),
  },
  {
    what: 'an import of a package that is not there',
    args: ['service', '--schema', 'needs-package.ts'],
    exitCode: 1,
    code: 'SCHEMA_IMPORT',
    message: /needs-package\.ts:1:\d+ imports "no-such-package"/,
    hint: expect.stringMatching(/npm install no-such-package/),
  },
  {
    what: 'a file without tables',
    args: ['service', '--schema', 'empty.ts'],
    exitCode: 1,
    code: 'SCHEMA_EMPTY',
    message: /^No Drizzle table is exported from .*empty\.ts\.$/,
    hint: expect.stringMatching(/pgTable/),
  },
  {
    what: 'a schema for MySQL',
    args: ['service', '--schema', 'mysql.ts'],
    exitCode: 1,
    code: 'SCHEMA_DIALECT',
    message: /is for MySQL; only Postgres is supported/,
    hint: expect.stringMatching(/pgTable from drizzle-orm\/pg-core/),
  },
  {
    what: 'a schema for SQLite',
    args: ['service', '--schema', 'sqlite.ts'],
    exitCode: 1,
    code: 'SCHEMA_DIALECT',
    message: /is for SQLite; only Postgres is supported/,
    hint: expect.stringMatching(/pgTable from drizzle-orm\/pg-core/),
  },
  {
    what: 'two tables that would take one URL',
    args: ['service', '--schema', 'twice.ts', '--path', 'order=things,orders=things'],
    exitCode: 1,
    code: 'NAME_TAKEN',
    message: /^The tables orders .* and order .* would both be served at \/v1\/things\.$/,
    hint: expect.stringMatching(/--path order=<path>.*--skip-tables order\b/),
  },
  {
    what: 'a name that npm does not take',
    args: ['service', '--schema', 'good.ts', '--name', 'My Service'],
    exitCode: 2,
    code: 'INVALID_ANSWER',
    message: /^--name is not right: "My Service" is not a package name/,
    hint: null,
  },
  {
    what: 'a folder that can not be written',
    args: [unwritable, '--schema', 'good.ts'],
    exitCode: 1,
    code: 'TARGET_UNWRITABLE',
    message: /^Can't write to .*service|locked/,
    hint: expect.stringMatching(/Choose a folder that you may write to/),
  },
  {
    what: 'a folder that holds something',
    args: ['full', '--schema', 'good.ts'],
    exitCode: 1,
    code: 'TARGET_NOT_EMPTY',
    message: /full is not empty: it holds notes\.txt\.$/,
    hint: expect.stringMatching(/--force/),
  },
  {
    what: 'a database that can not be reached',
    args: ['service', '--from-db', 'postgres://me:secret@127.0.0.1:1/shop'],
    exitCode: 1,
    code: 'DATABASE_UNREACHABLE',
    message: /^The database at 127\.0\.0\.1:1\/shop can't be read: .*ECONNREFUSED/,
    hint: expect.stringMatching(/--from-db/),
  },
  {
    what: 'a database of another kind',
    args: ['service', '--from-db', 'mysql://me@localhost/shop'],
    exitCode: 2,
    code: 'INVALID_ANSWER',
    message: /postgres:\/\/.*Postgres only/,
    hint: null,
  },
  {
    what: 'a required answer that is missing, with its flag',
    args: ['service'],
    exitCode: 2,
    code: 'MISSING_ANSWER',
    message: /--schema <file>, --from-db <url> or --example <name>/,
    hint: expect.stringMatching(/must be passed/),
  },
  {
    what: 'a folder that is missing',
    args: ['--example', 'shop'],
    exitCode: 2,
    code: 'MISSING_ANSWER',
    message: /the folder of the service/,
    hint: expect.stringMatching(/must be passed/),
  },
  {
    what: 'a flag that there is not',
    args: ['service', '--exampel', 'shop'],
    exitCode: 2,
    code: 'UNKNOWN_FLAG',
    message: /--exampel/,
    hint: expect.stringMatching(/--example/),
  },
  {
    what: 'an example that there is not',
    args: ['service', '--example', 'bank'],
    exitCode: 2,
    code: 'INVALID_ANSWER',
    message: /There is no example "bank"\. There are: blog, saas, shop\./,
    hint: null,
  },
  {
    what: 'a table that there is not',
    args: ['service', '--example', 'shop', '--skip-tables', 'ordrs'],
    exitCode: 2,
    code: 'UNKNOWN_TABLE',
    message: /ordrs/,
    hint: expect.stringMatching(/orders/),
  },
];

/** A folder with the files above, one that an ordinary user may not write to, and one for temporary files. */
function startingFolder(): { cwd: string; env: NodeJS.ProcessEnv } {
  const cwd = temporaryFolder(files);
  mkdirSync(join(cwd, 'locked'), { mode: 0o555 });
  mkdirSync(join(cwd, 'tmp'));
  return { cwd, env: outsideEnv({ TMPDIR: join(cwd, 'tmp') }) };
}

const PRINTED = new Set([
  'UNKNOWN_FLAG',
  'SCHEMA_SYNTAX',
  'TARGET_UNWRITABLE',
  'DATABASE_UNREACHABLE',
]);

describe('create refuses', () => {
  it.each(refusals)('$what', async ({ args, exitCode, code, message, hint }) => {
    const { cwd, env } = startingFolder();
    const before = filesOf(cwd);

    const refused = await runInstalledKit([...args, '--json'], { cwd, env });
    expect(JSON.parse(refused.stdout)).toEqual({
      error: {
        code,
        message: expect.stringMatching(message),
        hint,
      },
    });
    expect(`${refused.stdout}${refused.stderr}`).not.toContain('secret');
    expect(refused.exitCode).toBe(exitCode);
    expect(filesOf(cwd)).toEqual(before);
  });

  // One of each kind: a mistake in the call, a schema, a folder, a database. They are printed by the same code.
  it.each(refusals.filter(({ code }) => PRINTED.has(code)))(
    'for people: $what',
    async (refusal) => {
      const { cwd, env } = startingFolder();
      const refused = await runInstalledKit([...refusal.args, '--yes'], { cwd, env });
      expect(refused.stderr).toMatch(/^error: .+$/m);
      expect(refused.stderr).not.toMatch(/^\s+at |secret/m);
      expect(refused.exitCode).toBe(refusal.exitCode);
    },
  );
});

it('keeps the service when its installation fails, and says what to run', async () => {
  const { cwd, env: ordinary } = startingFolder();
  const env = {
    ...ordinary,
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(cwd, 'empty-cache'),
    npm_config_fetch_retries: '0',
  };
  const { exitCode, stdout } = await runInstalledKit(
    ['service', '--schema', 'good.ts', '--no-git', '--json'],
    { cwd, env },
  );
  expect(exitCode).toBe(1);
  const { steps, next } = JSON.parse(stdout);
  expect(steps).toEqual([
    {
      step: 'install',
      status: 'failed',
      detail: 'npm could not install the dependencies.',
      advice: [expect.stringContaining('The registry could not be reached')],
      command: 'npm install',
      output: expect.stringContaining('ECONNREFUSED'),
    },
  ]);
  expect(next[0]).toBe('cd service && npm install');
  expect(Object.keys(filesOf(join(cwd, 'service')))).toContain('src/main.ts');
});
