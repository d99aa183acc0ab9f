import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { load, loadFailure, project } from '../../unit/schema/helpers.ts';

const table =
  "import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', { id: serial('id') });\n";

/** Code, message and hint of what loading `schema.ts` among these files ends with. */
async function failure(files: Record<string, string>) {
  const folder = project(files);
  const { code, message, hint } = await loadFailure(folder, 'schema.ts');
  return {
    code,
    message: message.replaceAll(`${folder}/`, ''),
    hint: hint?.replaceAll(folder, '.'),
  };
}

test('a file that is not there', async () => {
  const { code, message } = await failure({});
  expect(code).toBe('SCHEMA_NOT_FOUND');
  expect(message).toBe('There is no schema at schema.ts.');
});

test('names that Postgres cuts to one, and values of an enum that it does not take', async () => {
  const long = 'x'.repeat(64);
  const of = (code: string) =>
    failure({
      'schema.ts': `import { integer, pgEnum, pgTable, pgView } from 'drizzle-orm/pg-core';\n${code}`,
    });
  const column = "{ id: integer('id').primaryKey() }";
  const twins = [
    `export const a = pgTable('${long}a', ${column});\nexport const b = pgTable('${long}b', ${column});`,
    `export const a = pgTable('${long}a', ${column});\nexport const b = pgEnum('${long}b', ['v']);`,
    `export const a = pgTable('a', { id: integer('${long}a').primaryKey(), b: integer('${long}b') });`,
  ];
  for (const code of twins) {
    const { code: stable, message } = await of(code);
    expect(stable).toBe('SCHEMA_NAME_LENGTH');
    expect(message).toContain(`${long}a and ${long}b have one name`);
  }
  const value = `export const a = pgEnum('a', ['${long}']);\nexport const b = pgTable('b', { a: a() });`;
  expect((await of(value)).message).toContain('A value of the enum a has 64 bytes');
});

test('a column that no object can have, in code and in the database', async () => {
  const of = (column: string) =>
    failure({
      'schema.ts': `import { pgTable, text } from 'drizzle-orm/pg-core';
        export const sane = pgTable('sane', { a: text('a') });
        export const things = pgTable('things', { id: text('id'), ${column} });`,
    });
  for (const column of ["['__proto__']: text('other')", "other: text('__proto__')"]) {
    const { code, message } = await of(column);
    expect(code).toBe('SCHEMA_NAME');
    expect(message).toMatch(/^A column of (public\.)?things is called __proto__/);
  }
});

test('a glob that matches nothing, and a folder without tables', async () => {
  const folder = project({ 'a.txt': '' });
  expect(await loadFailure(folder, 'src/**/*.ts')).toMatchObject({ code: 'SCHEMA_NO_MATCH' });
  mkdirSync(join(folder, 'empty'));
  expect(await loadFailure(folder, 'empty')).toMatchObject({ code: 'SCHEMA_NO_MATCH' });
});

test('syntax errors, with their place', async () => {
  const { code, message } = await failure({ 'schema.ts': `${table}const = 3;\n` });
  expect(code).toBe('SCHEMA_SYNTAX');
  expect(message).toMatch(/^schema\.ts:3:7 does not parse: Expected identifier/);
});

test('a relative import of nothing', async () => {
  expect(await failure({ 'schema.ts': `import { x } from './gone';\nexport { x };` })).toEqual({
    code: 'SCHEMA_IMPORT',
    message: 'schema.ts:1:19 imports "./gone", which can\'t be resolved.',
    hint: 'Check the path: there is no such file.',
  });
});

test('a package that the project lists and has not installed', async () => {
  const { hint } = await failure({
    'package.json': '{ "dependencies": { "left-pad-not": "^1.0.0" } }',
    'schema.ts': `import { x } from 'left-pad-not/sub';\nexport { x };`,
  });
  expect(hint).toMatch(/^Run npm install .* in \.; its package\.json lists left-pad-not\.$/);
});

test('a package that nobody lists, and a broken alias', async () => {
  const unknown = await failure({ 'schema.ts': `import { x } from 'no-such-pkg';\nexport { x };` });
  expect(unknown.hint).toContain('npm install no-such-pkg');
  const alias = await failure({
    'package.json': '{}',
    'schema.ts': `import { x } from '@/lib/x';\nexport { x };`,
  });
  expect(alias.hint).toContain('"paths" in the tsconfig.json of .');
});

test('an import that the other file does not export', async () => {
  const { code, message } = await failure({
    'schema.ts': `import { y } from './other';\nexport const z = y;`,
    'other.ts': 'export const x = 1;',
  });
  expect(code).toBe('SCHEMA_IMPORT');
  expect(message).toMatch(/^schema\.ts:1:10 imports y, which other\.ts does not export\.$/);
});

test('a module that throws, with its message and place in the original file', async () => {
  const { code, message } = await failure({
    'schema.ts': `import { name } from './env';\n${table}export const u = pgTable(name, {});`,
    'env.ts':
      "type A = 1;\n\nconst a: A = 1;\nexport const name = (() => { if (a) throw new Error('DATABASE_URL is missing'); return 'u'; })();\n",
  });
  expect(code).toBe('SCHEMA_THROWS');
  expect(message).toBe('Loading the schema fails at env.ts:4:43: DATABASE_URL is missing');
});

test('a module that calls process.exit', async () => {
  const exit = 'export const u = pgTable(String(process.exit(3)), {});';
  const { code, message } = await failure({ 'schema.ts': `${table}${exit}` });
  expect(code).toBe('SCHEMA_THROWS');
  expect(message).toContain('schema.ts:3:');
  expect(message).toContain('process.exit(3) was called');
});

test('a process that ends in another way', async () => {
  const { code, message } = await failure({
    'schema.ts': `${table}const name = await (process.kill(process.pid, 'SIGKILL'), new Promise(() => {}));
export const u = pgTable(name, {});`,
  });
  expect(code).toBe('SCHEMA_EXITED');
  expect(message).toContain('SIGKILL');
});

test('no tables, and tables of another dialect', async () => {
  expect((await failure({ 'schema.ts': 'export const a = 1;' })).code).toBe('SCHEMA_EMPTY');
  const mysql = await failure({
    'schema.ts':
      "import { mysqlTable, int } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', { id: int('id') });",
  });
  expect(mysql.code).toBe('SCHEMA_DIALECT');
  expect(mysql.message).toContain('is for MySQL; only Postgres is supported');
});

test.each([
  ['0.28.6', 'old'],
  ['1.0.0-beta.2', 'new'],
])('drizzle-orm %s, which is too %s to read', async (version, age) => {
  const { code, message } = await failure({
    'schema.ts':
      "import { pgTable } from 'drizzle-orm/pg-core';\nexport const t = pgTable('t', {});",
    'node_modules/drizzle-orm/package.json': JSON.stringify({
      name: 'drizzle-orm',
      version,
      type: 'module',
      exports: { './pg-core': './pg-core.js' },
    }),
    'node_modules/drizzle-orm/pg-core.js': 'export const pgTable = () => ({});',
  });
  expect(code).toBe('SCHEMA_DRIZZLE_VERSION');
  expect(message).toContain(`is drizzle-orm ${version}, which is too ${age} to read`);
});

test('an await outside of functions is refused where a table needs it, since drizzle-kit loads none', async () => {
  const withLimit = (limit: string) =>
    `import { integer, pgTable } from 'drizzle-orm/pg-core';
const limits = await Promise.resolve([1, 2]);
const later = async () => await Promise.resolve(1);
export const db = { limits };
export const users = pgTable('users', { id: integer().primaryKey().default(${limit}).$onUpdateFn(later as never) });
`;
  const needed = await loadFailure(project({ 'schema.mts': withLimit('limits[0]') }), 'schema.mts');
  expect(needed.code).toBe('SCHEMA_AWAIT');
  expect(needed.message).toMatch(/schema\.mts has an `await` outside of any function/);
  const { files } = await load(project({ 'schema.mts': withLimit('1') }), 'schema.mts');
  expect(files.map(({ path }) => path)).toEqual(['index.ts', 'schema.ts']);
});

test('a column under a key that drizzle has for something else is refused, and told what to be called', async () => {
  for (const key of ['_', '$inferSelect', '$inferInsert', 'getSQL', 'enableRLS']) {
    const { code, message, hint } = await failure({
      'schema.ts': `import { pgTable, serial, text } from 'drizzle-orm/pg-core';
export const things = pgTable('things', { id: serial().primaryKey(), '${key}': text('other') });\n`,
    });
    expect(code).toBe('SCHEMA_NAME');
    expect(message).toContain(`A column of public.things has the key ${key},`);
    expect(hint).toContain("other: text('other')");
  }
});

test('a name with a double quote is refused, since drizzle-kit ends the name there', async () => {
  const { code, message } = await failure({
    'schema.ts': `import { pgTable, serial, text } from 'drizzle-orm/pg-core';
export const things = pgTable('things', { id: serial().primaryKey(), other: text('a "b"') });\n`,
  });
  expect(code).toBe('SCHEMA_NAME');
  expect(message).toMatch(/^A column of public\.things is called a "b" in the database/);
});

test('a column of whose key the casing leaves no name of its own', async () => {
  const of = (columns: string) =>
    failure({
      'drizzle.config.ts': "export default { casing: 'snake_case' };",
      'schema.ts': `import { pgTable, serial, text } from 'drizzle-orm/pg-core';
export const things = pgTable('things', { id: serial().primaryKey(), ${columns} });\n`,
    });
  const none = await of('名前: text()');
  expect(none.code).toBe('SCHEMA_NAME');
  expect(none.message).toMatch(/^A column of public\.things with the key 名前 has no name/);
  expect(none.hint).toContain("text('名前')");
  const twins = await of('grüe: text(), größe: text()');
  expect(twins.message).toMatch(/^Two columns of public\.things are called gr_e /);
});
