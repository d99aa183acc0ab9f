import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { loadSchema } from '../../../src/schema/load.ts';
import {
  FIXTURES,
  fileOf,
  load,
  loadFailure,
  messages,
  project,
} from '../../unit/schema/helpers.ts';

const tableFile = (name: string, variable = name) =>
  `import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport const ${variable} = pgTable('${name}', { id: serial('id').primaryKey() });\n`;

const ids = async (folder: string, ...sources: string[]) =>
  (await load(folder, ...sources)).tables.map(({ id }) => id);

describe('sources', () => {
  test('a lone file needs nothing installed', async () => {
    const folder = project({ 'schema.ts': tableFile('orders') });
    const schema = await load(folder, 'schema.ts');
    expect(schema).toMatchObject({
      tables: [{ id: 'public.orders', exportName: 'orders' }],
      dependencies: {},
      casing: null,
      prerequisites: [],
      notices: [],
    });
    expect(fileOf(schema, 'index.ts')).toBe("export * from './schema';\n");
    expect(fileOf(schema, 'schema.ts')).toBe(tableFile('orders'));
  });

  test('may be several files, absolute or without extension', async () => {
    const folder = project({ 'a.ts': tableFile('a'), 'b.ts': tableFile('b') });
    expect(await ids(folder, join(folder, 'a.ts'), './b')).toEqual(['public.a', 'public.b']);
  });

  test('a glob takes what it matches, but neither tests nor type declarations', async () => {
    const folder = project({
      'x/a.sql.ts': tableFile('a'),
      'y/b.sql.ts': tableFile('b'),
      'y/b.sql.test.ts': "throw new Error('run')",
      'y/b.sql.d.ts': '',
    });
    expect(await ids(folder, '**/*.sql*.ts')).toEqual(['public.a', 'public.b']);
  });

  test('a folder without a barrel is every file that defines tables, and runs no script beside them', async () => {
    const folder = project({
      'db/index.ts': "throw new Error('a client, which needs a database');",
      'db/seed.ts': "throw new Error('seeded');",
      'db/users.ts': tableFile('users'),
      'db/shop/orders.ts': tableFile('orders'),
    });
    expect(await ids(folder, 'db')).toEqual(['public.orders', 'public.users']);
  });

  test('a folder with a barrel is what the barrel exports', async () => {
    const folder = project({
      'db/index.ts': "export * from './users';",
      'db/users.ts': tableFile('users'),
      'db/unused.ts': tableFile('unused'),
    });
    expect(await ids(folder, 'db')).toEqual(['public.users']);
  });
});

describe('what schema code does', () => {
  test('printing, open handles and late errors do no harm', async () => {
    const folder = project({
      'schema.ts': `${tableFile('orders')}
        console.log('noise'); process.stdout.write('noise');
        setInterval(() => {}, 1000);
        setTimeout(() => { throw new Error('late'); }, 0);
        Promise.reject(new Error('nobody waits'));`,
    });
    expect(await ids(folder, 'schema.ts')).toEqual(['public.orders']);
  });

  test('env checks are told to stand back', async () => {
    const folder = project({
      'env.ts': "if (!process.env['SKIP_ENV_VALIDATION']) throw new Error('no env');",
      'schema.ts': `import './env';\n${tableFile('orders')}`,
    });
    expect(await ids(folder, 'schema.ts')).toEqual(['public.orders']);
  });

  test('a package that is imported and not used is not loaded', async () => {
    const folder = project({
      'node_modules/loud/package.json': '{ "name": "loud", "version": "1.0.0", "main": "i.js" }',
      'node_modules/loud/i.js': "throw new Error('loaded');",
      'helpers.ts':
        "import loud from 'loud';\nexport const shout = () => loud();\nexport const n = 1;",
      'schema.ts': `import { n } from './helpers';\nexport const one = n;\n${tableFile('orders')}`,
    });
    expect(await ids(folder, 'schema.ts')).toEqual(['public.orders']);
  });

  test('nothing is left in the temporary folder, whether it works or not', async () => {
    const folder = project({ 'bad.ts': "throw new Error('no');", 'good.ts': tableFile('a') });
    // One of its own: other tests use the common one at the same time.
    const temporary = project({});
    vi.stubEnv('TMPDIR', temporary);
    try {
      await loadFailure(folder, 'bad.ts');
      await load(folder, 'good.ts');
    } finally {
      vi.unstubAllEnvs();
    }
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('casing', () => {
  const unnamed = `import { pgTable, text } from 'drizzle-orm/pg-core';
    export const people = pgTable('people', { firstName: text() });`;
  const firstColumn = async (files: Record<string, string>, casing?: 'camelCase' | null) => {
    const cwd = project({ 'package.json': '{}', ...files });
    const schema = await loadSchema({
      sources: ['src/schema.ts'],
      cwd,
      ...(casing !== undefined && { casing }),
    });
    return [schema.tables[0]?.columns[0]?.name, schema.casing, messages(schema)];
  };

  test('comes from drizzle.config, and it is said', async () => {
    const [name, casing, said] = await firstColumn({
      'src/schema.ts': unnamed,
      'drizzle.config.ts': "throw 1; export default { casing: 'snake_case' };",
    });
    expect([name, casing]).toEqual(['first_name', 'snake_case']);
    expect(said).toContain('One column has no explicit name; snake_case was taken, as');
  });

  test('comes from a client beside the schema when the config says nothing', async () => {
    const [name, , said] = await firstColumn({
      'src/schema.ts': unnamed,
      'src/client.ts': "export const db = drizzle(url, { schema, casing: 'snake_case' });",
      'drizzle.config.ts': "export default { schema: './src/schema.ts' };",
    });
    expect(name).toBe('first_name');
    expect(said).toContain('client.ts says');
  });

  test('without any, keys are names, and it is said', async () => {
    const [name, casing, said] = await firstColumn({ 'src/schema.ts': unnamed });
    expect([name, casing]).toEqual(['firstName', null]);
    expect(said).toContain('--casing snake_case');
  });

  test('that is given wins, and nothing is said', async () => {
    const config = { 'drizzle.config.ts': "export default { casing: 'snake_case' };" };
    expect(await firstColumn({ 'src/schema.ts': unnamed, ...config }, null)).toEqual([
      'firstName',
      null,
      '',
    ]);
  });
});

test('the shop fixture loads from its folder', async () => {
  expect(await ids(FIXTURES, 'shop')).toEqual(['public.customers', 'public.orders']);
});
