import { describe, expect, test } from 'vitest';
import { fileOf, loadAsIs as load, messages, project, tableOf } from '../../unit/schema/helpers.ts';

// Whole files, as --schema-as-is brings them; what is brought otherwise is in needed.test.ts.

const table = (name: string, variable = name) =>
  `import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport const ${variable} = pgTable('${name}', { id: serial('id').primaryKey() });\n`;

const paths = (schema: { files: { path: string }[] }) => schema.files.map(({ path }) => path);

describe('files', () => {
  test('from aliases and other folders come below lib, with relative imports by exact spans', async () => {
    const cwd = project({
      'package.json': '{}',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      'src/lib/id.ts': "export { prefix } from '../config/index.js';\nexport const id = () => 'x';",
      'src/config/index.ts': "export const prefix = 'p';",
      'src/db/shared.ts': 'export const more = {};',
      'src/db/schema.ts': `import { id, prefix } from "@/lib/id"; // "@/lib/id" stays in comments
import { more } from './shared.js';
const later = () => import('@/config');
export const helpers = { id, prefix, more, later, text: '@/lib/id' };
${table('orders')}`,
    });
    const schema = await load(cwd, 'src/db/schema.ts');
    expect(paths(schema)).toEqual([
      'index.ts',
      'lib/config/index.ts',
      'lib/id.ts',
      'schema.ts',
      'shared.ts',
    ]);
    const lines = fileOf(schema, 'schema.ts').split('\n');
    expect(lines[0]).toBe(`import { id, prefix } from './lib/id'; // "@/lib/id" stays in comments`);
    expect(lines[1]).toBe(`import { more } from './shared';`);
    expect(lines[2]).toContain("import('./lib/config')");
    expect(lines[3]).toContain("text: '@/lib/id'");
    expect(fileOf(schema, 'lib/id.ts')).toContain("from './config'");
  });

  test('are brought however many there are', async () => {
    const names = Array.from({ length: 120 }, (_, at) => `table${at}`);
    const folder = project({
      'package.json': '{}',
      'helpers/columns.ts': `import { serial } from 'drizzle-orm/pg-core';\nexport const id = () => serial().primaryKey();\n`,
      ...Object.fromEntries(
        names.map((name) => [
          `schema/${name}.ts`,
          `import { pgTable } from 'drizzle-orm/pg-core';\nimport { id } from '../helpers/columns';\nexport const ${name} = pgTable('${name}', { id: id() });\n`,
        ]),
      ),
    });
    const schema = await load(folder, 'schema');
    expect(schema.tables).toHaveLength(120);
    expect(fileOf(schema, 'table119.ts')).toContain(`from './lib/helpers/columns'`);
    expect(fileOf(schema, 'lib/helpers/columns.ts')).toContain('serial().primaryKey()');
  });

  test('of workspace packages come below the name of their folder, and barrels give only what is asked', async () => {
    const cwd = project({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/db/package.json': '{ "name": "@x/db" }',
      'packages/db/schema.ts': `import { Role } from '@x/models';\nexport const roles = Role;\n${table('a')}`,
      'node_modules/@x/models/package.json':
        '{ "name": "@x/models", "main": "../../../packages/models/src/index.ts" }',
      'packages/models/package.json': '{ "name": "@x/models", "main": "./src/index.ts" }',
      'packages/models/src/index.ts': "export * from './role';\nexport * from './heavy';\n",
      'packages/models/src/role.ts': "export enum Role { Owner = 'owner' }",
      'packages/models/src/heavy.ts': "import { z } from 'zod';\nexport const heavy = z.string();",
    });
    const schema = await load(cwd, 'packages/db/schema.ts');
    expect(paths(schema)).toEqual([
      'index.ts',
      'lib/models/index.ts',
      'lib/models/role.ts',
      'schema.ts',
    ]);
    expect(fileOf(schema, 'lib/models/index.ts').trim()).toBe("export * from './role';");
    expect(schema.dependencies).toEqual({});
  });

  test('that are not TypeScript are renamed, and JSON counts', async () => {
    const cwd = project({
      'schema.mjs': `import words from './words.json';\nimport { n } from './n.mjs';\nexport const w = [words, n];\n${table('a')}`,
      'words.json': '["w"]',
      'n.mjs': 'export const n = 1;',
    });
    const schema = await load(cwd, 'schema.mjs');
    expect(paths(schema)).toEqual(['index.ts', 'n.ts', 'schema.ts', 'words.json']);
    expect(fileOf(schema, 'schema.ts')).toContain(`from './n';`);
    expect(fileOf(schema, 'schema.ts')).toContain(`from './words.json'`);
  });
});

describe('what is imported and then exported', () => {
  const wayOut = (code: string, others: Record<string, string> = {}) =>
    load(
      project({
        'models/notes.ts': `export type Body = string;\n${table('notes')}`,
        'models/tags.ts': `${table('tags')}export default tags;\n`,
        'db/schema.ts': code,
        ...others,
      }),
      'db/schema.ts',
    );
  const names = ({ tables }: { tables: { exportName: string | null }[] }) =>
    tables.map(({ exportName }) => String(exportName)).toSorted((a, b) => a.localeCompare(b));

  test.each([
    ["import { notes } from '../models/notes';\nexport { notes };\n", ['notes']],
    ["import { notes } from '../models/notes';\nexport { notes as tasks };\n", ['tasks']],
    [
      "import { notes, type Body } from '../models/notes';\nimport { tags as labels } from '../models/tags';\nexport { notes, labels };\nexport type { Body };\n",
      ['labels', 'notes'],
    ],
    ["import tags from '../models/tags';\nexport { tags };\n", ['tags']],
    ["import tags, { tags as same } from '../models/tags';\nexport { same as tags };\n", ['tags']],
    ["export { default as labels } from '../models/tags';\n", ['labels']],
    [
      "import * as models from '../models/notes';\nexport { models };\nexport const { notes } = models;\n",
      ['notes'],
    ],
    [
      "import { notes } from '../models/notes';\nexport { notes };\nexport { notes as tasks };\nexport * from '../models/tags';\n",
      ['notes', 'tags'],
    ],
  ])('stands as it was: %j', async (code, exported) => {
    const schema = await wayOut(code);
    expect(names(schema)).toEqual(exported);
    expect(fileOf(schema, 'schema.ts')).toBe(code.replaceAll('../models', './lib/models'));
  });
});

describe('types', () => {
  test('of few plain files are brought', async () => {
    const cwd = project({
      'package.json': '{}',
      'src/types.ts': "import type { B } from './b';\nexport type A = B;",
      'src/b.d.ts': 'export interface B { c: string }',
      'src/db/schema.ts': `import type { A } from '../types';\nexport type X = A;\n${table('a')}`,
    });
    const schema = await load(cwd, 'src/db/schema.ts');
    expect(paths(schema)).toEqual(['index.ts', 'lib/b.d.ts', 'lib/types.ts', 'schema.ts']);
    expect(messages(schema)).toBe('');
  });

  test('that would bring the application stay behind, as any, with a notice', async () => {
    const cwd = project({
      'package.json': '{}',
      'src/app.ts':
        "import { app } from 'express';\nexport interface Cart { id: string }\nexport default app;",
      'src/db/schema.ts': `import type { Cart, default as App } from '../app';\nimport type { Cart as C2 } from '../ui';\nexport type X = Cart | App | C2;\n${table('a')}`,
      'src/ui.tsx': 'export interface Cart { x: 1 }',
    });
    const schema = await load(cwd, 'src/db/schema.ts');
    expect(fileOf(schema, 'schema.ts')).toContain("from './lib/app'");
    expect(fileOf(schema, 'lib/app.ts')).toContain('export type Cart = any;');
    expect(fileOf(schema, 'lib/app.ts')).toContain('export default');
    expect(schema.dependencies).toEqual({});
    expect(messages(schema)).toContain('Cart, default from "../app"; Cart from "../ui"');
  });

  // What lies behind the types needs a package that the schema does not, so that it is not worth bringing.
  const heavy = "import thing from 'heavy-thing';\nexport type Message = typeof thing;\n";

  test('stand beside the values that are brought from the same index', async () => {
    const cwd = project({
      'schema/a.ts': `import { Kind } from '../models';\nimport type { Message } from '../models';\nimport { pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
export const kind = pgEnum('kind', Kind);
export const a = pgTable('a', { kind: kind('kind'), message: text('message').$type<Message>() });`,
      'models/index.ts': "export * from './kind';\nexport * from './message';\n",
      'models/kind.ts': "export enum Kind { One = 'one' }\n",
      'models/message.ts': heavy,
    });
    const schema = await load(cwd, 'schema/a.ts');
    const index = fileOf(schema, 'lib/models/index.ts');
    expect(index).toContain("export * from './kind';");
    expect(index).toContain('export type Message = any;');
    expect(index).not.toContain('./message');
  });

  test('of a file that is brought anyway are there, whatever that imports', async () => {
    const cwd = project({
      'schema/a.ts': `import type { B } from './b';\nimport { pgTable, text } from 'drizzle-orm/pg-core';
export const a = pgTable('a', { b: text('b').$type<B>() });`,
      'schema/b.ts': `import type { Message } from '../message';\nexport type B = Message;\n${table('b')}`,
      'message.ts': heavy,
    });
    const schema = await load(cwd, 'schema');
    expect(fileOf(schema, 'b.ts')).toContain("pgTable('b'");
    expect(fileOf(schema, 'b.ts')).toContain('export type B = Message;');
    expect(
      fileOf(schema, paths(schema).find((path) => path.endsWith('message.ts')) ?? ''),
    ).toContain('export type Message = any;');
  });
});

describe('index.ts', () => {
  test('of the person is kept as it is', async () => {
    const index = "// ours\nexport * from './orders'\n";
    const cwd = project({ 'db/index.ts': index, 'db/orders.ts': table('orders') });
    expect(fileOf(await load(cwd, 'db'), 'index.ts')).toBe(index);
  });

  test('names what two files call the same', async () => {
    const type = 'export type Row = { id: number };\n';
    const cwd = project({
      'a.ts': `${type}${table('users')}`,
      'b.ts': `${type}${table('crm_users', 'users')}`,
    });
    const schema = await load(cwd, 'a.ts', 'b.ts');
    expect(schema.tables.map(({ id, exportName }) => [id, exportName])).toEqual([
      ['public.users', 'users'],
      ['public.crm_users', 'crmUsers'],
    ]);
    expect(fileOf(schema, 'index.ts').trim().split('\n')).toEqual([
      "export * from './a';",
      "export * from './b';",
      "export type { Row } from './a';",
      "export { users } from './a';",
      "export { users as crmUsers } from './b';",
    ]);
  });

  test('does not mind one thing that two files pass on', async () => {
    const cwd = project({ 'a.ts': table('users'), 'b.ts': "export * from './a';" });
    const schema = await load(cwd, 'a.ts', 'b.ts');
    expect(schema.tables.map(({ exportName }) => exportName)).toEqual(['users']);
    expect(fileOf(schema, 'index.ts')).toBe("export * from './a';\nexport * from './b';\n");
  });

  test('gives a default export a name', async () => {
    const cwd = project({
      'order.ts':
        "import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport default pgTable('shop_orders', { id: serial('id') });",
    });
    const schema = await load(cwd, 'order.ts');
    expect(schema.tables[0]?.exportName).toBe('shopOrders');
    expect(fileOf(schema, 'index.ts')).toContain(
      "export { default as shopOrders } from './order';",
    );
  });

  test('exports a table that only a foreign key reaches, from where it is', async () => {
    const cwd = project({
      'orders.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core';
import { people } from './people';
const hidden = pgTable('hidden', { id: integer('id').primaryKey() });
export const orders = pgTable('orders', {
  personId: integer('person_id').references(() => people.id),
  hiddenId: integer('hidden_id').references(() => hidden.id),
});`,
      'people.ts': table('people'),
    });
    const schema = await load(cwd, 'orders.ts');
    expect(tableOf(schema, 'public.people').exportName).toBe('people');
    expect(tableOf(schema, 'public.hidden').exportName).toBe('hidden');
    expect(fileOf(schema, 'index.ts')).toContain("export { people } from './people';");
    expect(fileOf(schema, 'orders.ts').trimEnd()).toMatch(/\nexport \{ hidden \};$/);
    expect(schema.prerequisites).toEqual([]);
  });

  test('does not export what a package or the platform owns', async () => {
    const cwd = project({
      'schema.ts': `import { pgTable, uuid } from 'drizzle-orm/pg-core';
import { authUsers } from 'drizzle-orm/supabase';
export const profiles = pgTable('profiles', { id: uuid('id').references(() => authUsers.id) });`,
    });
    const schema = await load(cwd, 'schema.ts');
    expect(tableOf(schema, 'auth.users').exportName).toBeNull();
    expect(fileOf(schema, 'index.ts')).toBe("export * from './schema';\n");
    expect(schema.prerequisites.join()).toContain('CREATE TABLE "auth"."users"');
  });
});

describe('dependencies', () => {
  const schemaFile = (name: string) =>
    `import thing from '${name}';\nexport type T = typeof thing;\n${table('a')}`;
  const versionOf = async (name: string, files: Record<string, string>) => {
    const schema = await load(project({ 'schema.ts': schemaFile(name), ...files }), 'schema.ts');
    return [schema.dependencies[name], messages(schema)];
  };

  test('have the version that the project installed', async () => {
    const files = {
      'node_modules/nanoid/package.json':
        '{ "name": "nanoid", "version": "3.3.7", "main": "i.js" }',
      'node_modules/nanoid/i.js': '',
      'node_modules/nanoid/i.d.ts': '',
    };
    expect(await versionOf('nanoid', files)).toEqual(['3.3.7', '']);
  });

  test('else one that the kit knows', async () => {
    expect(await versionOf('nanoid', {})).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), '']);
  });

  test('else the base of the range in package.json, with a notice', async () => {
    const range = (version: string) => ({
      'package.json': `{ "dependencies": { "odd-thing": "${version}" } }`,
    });
    const [version, said] = await versionOf('odd-thing', range('^2.1.0'));
    expect(version).toBe('2.1.0');
    expect(said).toContain('odd-thing, which is not installed; 2.1.0 from package.json');
    expect(await versionOf('odd-thing', range('workspace:*'))).toEqual([
      undefined,
      expect.stringContaining('odd-thing, whose version is unknown'),
    ]);
  });
});
