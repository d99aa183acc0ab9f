import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../../../src/schema/table.ts';
import { fileOf, load, loadAsIs, messages, project, tableOf } from '../../unit/schema/helpers.ts';

const pg = "import { jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';\n";
const pens = "export const pens = pgTable('pens', { id: uuid().primaryKey() });\n";
/** A table with one JSON column of a type. */
const typed = (type: string) =>
  `export const pens = pgTable('pens', { id: uuid().primaryKey(), data: jsonb().$type<${type}>() });\n`;

/** A package that a project has installed. */
const installed = (name: string, code = 'export default () => 1;'): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: `{ "name": "${name}", "version": "1.2.3", "type": "module", "main": "i.js" }`,
  [`node_modules/${name}/i.js`]: code,
});

const bring = (code: string, others: Record<string, string> = {}): Promise<Schema> =>
  load(project({ 'package.json': '{}', 'schema.ts': code, ...others }), 'schema.ts');

const paths = ({ files }: Schema) => files.map(({ path }) => path);

/** The lines of a brought file that say something. */
const linesOf = (schema: Schema, path = 'schema.ts') =>
  fileOf(schema, path)
    .split('\n')
    .filter((line) => line !== '');

describe('application code beside the tables', () => {
  const code = `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createInsertSchema, createSelectSchema } from 'drizzle-zod';
import { capitalCase } from 'case-of-names';

export const pens = pgTable('pens', {
  id: uuid().primaryKey().defaultRandom(),
  colour: text().notNull(), // as the maker calls it
});

const hidden = { colour: true } as const;

export const penUpdate = createSelectSchema(pens).omit(hidden);
export const penInsert = createInsertSchema(pens);
/** How a pen is called. */
export const penTitle = (pen: typeof pens.$inferSelect) => capitalCase(pen.colour);
export type Pen = typeof pens.$inferSelect;
console.log(penTitle);
`;
  const others = installed('case-of-names', 'export const capitalCase = (text) => text;');

  test('stays behind with its packages, and is named', async () => {
    const schema = await bring(code, others);
    expect(fileOf(schema, 'schema.ts').trim()).toBe(
      `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const pens = pgTable('pens', {
  id: uuid().primaryKey().defaultRandom(),
  colour: text().notNull(), // as the maker calls it
});`,
    );
    expect(schema.dependencies).toEqual({});
    expect(messages(schema)).toMatch(
      /schema\.ts, hidden, penUpdate, penInsert, penTitle, Pen and line 17 stayed behind: .*--schema-as-is/,
    );
  });

  test('comes along with whole files', async () => {
    const cwd = project({ 'schema.ts': code, ...others });
    const schema = await loadAsIs(cwd, 'schema.ts');
    expect(fileOf(schema, 'schema.ts')).toBe(code);
    expect(schema.dependencies).toMatchObject({ 'case-of-names': '1.2.3' });
    expect(messages(schema)).not.toContain('stayed behind');
  });

  test('comes along where a table needs it, with what it needs', async () => {
    const schema = await bring(
      `${pg}import slug, { other } from 'slugs';
import { prefix, unused } from './lib/prefix';
const make = () => prefix() + slug();
export const helper = () => other() + unused;
export const pens = pgTable('pens', { id: text().primaryKey().$defaultFn(make) });
`,
      {
        ...installed('slugs', 'export default () => 1;\nexport const other = 2;'),
        'lib/prefix.ts':
          "import { env } from './env';\nexport function prefix() { return p(); }\nconst p = () => 'p';\nexport const unused = env;\n",
        'lib/env.ts': 'export const env = 1;\n',
      },
    );
    expect(linesOf(schema)).toEqual([
      "import { pgTable, text } from 'drizzle-orm/pg-core';",
      "import slug from 'slugs';",
      "import { prefix } from './lib/prefix';",
      'const make = () => prefix() + slug();',
      "export const pens = pgTable('pens', { id: text().primaryKey().$defaultFn(make) });",
    ]);
    expect(linesOf(schema, 'lib/prefix.ts')).toEqual([
      'export function prefix() { return p(); }',
      "const p = () => 'p';",
    ]);
    // The package has no types of its own.
    expect(paths(schema)).toEqual(['index.ts', 'lib/prefix.ts', 'lib/untyped.d.ts', 'schema.ts']);
    expect(schema.dependencies).toEqual({ slugs: '1.2.3' });
  });

  test('is told apart from tables in one statement, and from lists of exports', async () => {
    const schema = await bring(`${pg}import { createInsertSchema } from 'drizzle-zod';
export const a = 1, pens = pgTable('pens', { id: uuid().primaryKey() }), insert = createInsertSchema(pens);
const { x, y } = { x: pgEnum('x', ['1']), y: 2 };
const inks = pgTable('inks', { id: uuid().primaryKey(), x: x() });
export { inks as ink, insert as inkInsert, x };
export const schema = { pens, inks };
export default schema;
`);
    expect(linesOf(schema)).toEqual([
      "import { pgEnum, pgTable, uuid } from 'drizzle-orm/pg-core';",
      "export const pens = pgTable('pens', { id: uuid().primaryKey() });",
      "const { x, y } = { x: pgEnum('x', ['1']), y: 2 };",
      "const inks = pgTable('inks', { id: uuid().primaryKey(), x: x() });",
      'export { inks as ink, x };',
    ]);
  });

  test('goes with the comments that are about it, and no others', async () => {
    const schema = await bring(`// About the file.
import { z } from 'zod';
${pg}
// ---- tables

/** A pen. */
${pens}// about the schema
export const schema = z.string(); // behind it

// ---- schemas

// one
export const one = z.string();

// two
export const two = z.string();

// ---- the end
`);
    expect(linesOf(schema)).toEqual([
      '// About the file.',
      "import { pgTable, uuid } from 'drizzle-orm/pg-core';",
      '// ---- tables',
      '/** A pen. */',
      pens.trim(),
      '// ---- the end',
    ]);
  });

  test('stays behind file by file', async () => {
    const cwd = project({
      'schema/index.ts':
        "export * from './pens';\nexport * from './zod';\nexport { insert as default } from './zod';\n",
      'schema/pens.ts': pg + pens,
      'schema/zod.ts':
        "import { createInsertSchema } from 'drizzle-zod';\nimport { pens } from './pens';\nexport const insert = createInsertSchema(pens);\n",
    });
    const barrel = await load(cwd, 'schema');
    expect(fileOf(barrel, 'index.ts').trim()).toBe("export * from './pens';");
    expect(paths(barrel)).toEqual(['index.ts', 'pens.ts']);
    const glob = await load(cwd, 'schema/{pens,zod}.ts');
    expect(paths(glob)).toEqual(['index.ts', 'pens.ts']);
    expect(fileOf(glob, 'index.ts')).toBe("export * from './pens';\n");
    expect(messages(glob)).toContain('zod.ts stayed behind');
  });

  test('is kept from being run in the service: directives, imports for their effect, calls', async () => {
    const schema = await bring(
      `'use server';\nimport './setup';\n${pg}${pens}void pens;\nif (pens) console.log(1);\nexport {};\n`,
      { 'setup.ts': 'globalThis.setup = 1;\nexport {};\n' },
    );
    expect(paths(schema)).toEqual(['index.ts', 'schema.ts']);
    expect(linesOf(schema)).toEqual([
      "import { pgTable, uuid } from 'drizzle-orm/pg-core';",
      pens.trim(),
    ]);
  });
});

describe('statements that only have an effect', () => {
  const change = 'pens.name.getSQLType = () => \'text COLLATE "C"\';\n';
  const named = "export const pens = pgTable('pens', { id: uuid().primaryKey(), name: text() });\n";

  test('come along where they change something of the tables', async () => {
    const schema = await bring(`${pg}const extra: Record<string, unknown> = {};
Object.assign(extra, { note: text() });
${named.replace('name:', '...(extra as object), name:')}${change}`);
    expect(tableOf(schema, 'public.pens').columns.map(({ sqlType }) => sqlType)).toContain(
      'text COLLATE "C"',
    );
    expect(fileOf(schema, 'schema.ts')).toContain(change);
    expect(fileOf(schema, 'schema.ts')).toContain('Object.assign(extra');
  });

  test('come along where the schema reads differently without them', async () => {
    const schema = await bring(`${pg}${named}const collate = (table: typeof pens) => {
  ${change.replace('pens', 'table')}};
collate(pens);
console.log('not about a table');
`);
    expect(fileOf(schema, 'schema.ts')).toContain('collate(pens);');
    expect(fileOf(schema, 'schema.ts')).not.toContain('console.log');
  });

  test('bring whole files where nothing else is enough', async () => {
    const code = `import './patch';\n${pg}${named}`;
    const schema = await bring(code, {
      'patch.ts': `import { PgText } from 'drizzle-orm/pg-core';\nPgText.prototype.getSQLType = () => 'citext';\n`,
    });
    expect(fileOf(schema, 'schema.ts')).toBe(code);
    expect(messages(schema)).toContain('brought whole');
  });
});

describe('whether it reads alike', () => {
  /** Runs of a schema that counts them. */
  async function runsOf(rest: string): Promise<number> {
    const folder = project({
      'package.json': '{}',
      'schema.ts': `import { appendFileSync } from 'node:fs';
${pg}const name = () => (appendFileSync(import.meta.dirname + '/runs', '.'), 'pens');
export const pens = pgTable(name(), { id: uuid().primaryKey() });
${rest}`,
    });
    await load(folder, 'schema.ts');
    return readFileSync(join(folder, 'runs'), 'utf8').length;
  }

  test('is known where nothing is cut that would have run', async () => {
    expect(await runsOf('')).toBe(1);
    expect(await runsOf("import type { Api } from 'api';\ntype Unused = Api | string;\n")).toBe(1);
  });

  test('is seen by running what is left, where something is', async () => {
    expect(await runsOf('console.log(pens);\n')).toBe(2);
  });
});

describe('types of columns', () => {
  const zod = "import { z } from 'zod';\n";

  test('come along with what they are made of, from wherever it is', async () => {
    const schema = await bring(
      `${pg}import type { Address, Cart } from './app';\n${typed('Address')}`,
      {
        'app.ts': `import express from 'express';
import { countries } from './countries';
export interface Address extends Street { country: (typeof countries)[number] }
interface Street { street: string }
export type Cart = typeof app;
export const app = express();
`,
        'countries.ts': "export const countries = ['de', 'fr'] as const;\nexport const rest = 1;\n",
      },
    );
    expect(linesOf(schema)[1]).toBe("import type { Address } from './app';");
    expect(linesOf(schema, 'app.ts')).toEqual([
      "import { countries } from './countries';",
      'export interface Address extends Street { country: (typeof countries)[number] }',
      'interface Street { street: string }',
    ]);
    expect(linesOf(schema, 'countries.ts')).toEqual([
      "export const countries = ['de', 'fr'] as const;",
    ]);
    expect(schema.dependencies).toEqual({});
  });

  test('that would bring the application have something stand in for them', async () => {
    const schema = await bring(
      `${pg}import type { Page, Ui } from './app';\nimport type { Gone } from './gone';\n${typed('[Page<string>, Ui, Gone]')}`,
      {
        'app.ts': `import { server } from './server';
export type Page<T> = { rows: T[]; app: App<T> };
/** The whole application. */
type App<T, U = 1> = ReturnType<typeof server.get>;
export type { Ui } from './ui';
`,
        'server.ts': "import express from 'express';\nexport const server = express();\n",
        'ui.tsx': 'export interface Ui { x: 1 }',
      },
    );
    expect(linesOf(schema, 'app.ts')).toEqual([
      'export type Page<T> = { rows: T[]; app: App<T> };',
      '/** The whole application. */',
      expect.stringContaining('Stands in'),
      'type App<_1 = any, _2 = any> = any;',
    ]);
    expect(linesOf(schema).slice(-3)).toEqual([
      expect.stringContaining('Stands in'),
      'type Ui = any;',
      'type Gone = any;',
    ]);
    expect(messages(schema)).toMatch(/app\.ts would bring.*App\. They stand as `any`/);
  });

  test('behind z.infer are written out, or have something stand in for them', async () => {
    const columns =
      'data: jsonb().$type<Data>(), odd: jsonb().$type<Odd>(), list: jsonb().$type<z.infer<typeof odd>[]>()';
    const table = `export const pens = pgTable('pens', { id: uuid().primaryKey(), ${columns} });`;
    const schema = await bring(
      `${zod}${pg}import { base } from './base';
export const dataSchema = base.extend({ n: z.number().optional() });
const odd = z.string().transform((text) => text.length);
/** What is in it. */
export type Data = z.infer<typeof dataSchema>;
export type Odd = z.output<typeof odd>;
${table}
`,
      { 'base.ts': `${zod}export const base = z.object({ id: z.uuid() });\n` },
    );
    expect(linesOf(schema)).toEqual([
      expect.stringContaining('drizzle-orm'),
      '/** What is in it. */',
      'export type Data = { id: string; n?: number };',
      expect.stringContaining('Stands in'),
      'export type Odd = any;',
      table.replace('z.infer<typeof odd>', 'OddType'),
      expect.stringContaining('Stands in'),
      'type OddType = any;',
    ]);
    expect(schema.dependencies).toEqual({});
    expect(messages(schema)).toMatch(/Odd and what Zod schemas infer\. They stand as `any`/);
    expect(messages(schema)).toContain('written out');
  });

  test('behind z.infer are one where they are a part of another type', async () => {
    const schema = await bring(`${pg}import { z } from 'zod';
const kinds = z.enum(['a', 'b']);
const box = z.object({ w: z.number() });
${typed('{ list: z.infer<typeof kinds>[]; both: { id: 1 } & z.infer<typeof kinds>; boxes: z.infer<typeof box>[] }')}`);
    expect(fileOf(schema, 'schema.ts')).toContain(
      "{ list: ('a' | 'b')[]; both: { id: 1 } & ('a' | 'b'); boxes: { w: number }[] }".replaceAll(
        "'",
        '"',
      ),
    );
  });

  test('stay z.infer where a table needs the schema itself', async () => {
    const schema =
      await bring(`${zod}import { customType, pgTable, uuid } from 'drizzle-orm/pg-core';
const dataSchema = z.object({ a: z.string() });
type Data = z.infer<typeof dataSchema>;
const data = customType<{ data: Data; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (text) => dataSchema.parse(JSON.parse(text)),
});
export const pens = pgTable('pens', { id: uuid().primaryKey(), data: data() });
`);
    expect(linesOf(schema)).toContain('type Data = z.infer<typeof dataSchema>;');
    expect(schema.dependencies).toHaveProperty('zod');
  });

  test('of a package keep the package, where its version is known', async () => {
    const code = `${pg}import type { Message, Unused } from 'chat';\nimport { type Part } from 'unknown-chat';\n${typed('Message | Part')}`;
    const types = { 'node_modules/chat/i.d.ts': 'export type Message = string;' };
    const schema = await bring(code, { ...installed('chat'), ...types });
    expect(schema.dependencies).toEqual({ chat: '1.2.3' });
    expect(linesOf(schema)[1]).toBe("import type { Message } from 'chat';");
    expect(linesOf(schema).at(-1)).toBe('type Part = any;');
  });

  test('of packages that have none do not break the type check', async () => {
    const schema = await bring(
      `${pg}import R from 'untyped';\nimport type { Deep } from 'untyped';\nimport type Docker from 'unknown-docker';
export const pens = pgTable('pens', { id: text().primaryKey().$defaultFn(() => R()), d: jsonb().$type<Deep | Docker.Info>() });
`,
      installed('untyped'),
    );
    expect(linesOf(schema, 'lib/untyped.d.ts').slice(1)).toEqual([
      "declare module 'untyped';",
      "declare module 'untyped/*';",
    ]);
    expect(linesOf(schema).slice(-2)).toEqual([
      'type Deep = any;',
      'declare namespace Docker { type Info = any; }',
    ]);
    expect(messages(schema)).toContain('no @types/untyped');
    const withTypes = await bring(
      `${pg}import R from 'untyped';
export const pens = pgTable('pens', { id: text().primaryKey().$defaultFn(() => R()) });
`,
      {
        ...installed('untyped'),
        'node_modules/untyped/i.d.ts': 'export default function r(): string;',
      },
    );
    expect(paths(withTypes)).toEqual(['index.ts', 'schema.ts']);
  });

  test('of import() come along, or are any', async () => {
    const schema = await bring(
      `${pg}${typed("import('./types').A | import('./server').B | import('nowhere').C")}`,
      {
        'types.ts': 'export type A = 1;\nexport type Z = 2;\n',
        'server.ts': "import express from 'express';\nexport class B { app = express() }\n",
      },
    );
    expect(linesOf(schema)[1]).toContain("$type<import('./types').A | any | any>");
    expect(linesOf(schema, 'types.ts')).toEqual(['export type A = 1;']);
  });
});
