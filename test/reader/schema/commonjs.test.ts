import { expect, test } from 'vitest';
import type { Schema } from '../../../src/schema/table.ts';
import { fileOf, load, loadAsIs, loadFailure, project } from '../../unit/schema/helpers.ts';

const linesOf = (schema: Schema, path = 'schema.ts') =>
  fileOf(schema, path)
    .split('\n')
    .filter((line) => line !== '');

const bring = (files: Record<string, string>): Promise<Schema> =>
  load(project({ 'package.json': '{}', ...files }), 'schema.js');

/** The tables that the brought files themselves have, once they lie where they are brought to. */
async function tablesAgain({ files }: Schema): Promise<string[]> {
  const written = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  const { tables } = await loadAsIs(project({ 'package.json': '{}', ...written }), 'index.ts');
  return tables.map(({ id, exportName }) => `${id} ${exportName}`).toSorted();
}

const USERS = "pgTable('users', { id: serial('id').primaryKey() })";

test('a schema in CommonJS comes as a module', async () => {
  const schema = await bring({
    'schema.js': `'use strict';
const { pgTable, serial, integer } = require('drizzle-orm/pg-core');
const { relations: relate } = require('drizzle-orm'), shared = require('./shared'), limit = 3;
const slug = require('./slug');

// The people who write.
const users = ${USERS};
const posts = pgTable('posts', {
  id: serial('id').primaryKey(),
  parentId: integer('parent_id').references(() => posts.id),
  userId: integer('user_id').references(() => require('./schema').users.id),
  likes: integer('likes').default(limit).$defaultFn(slug),
  ...shared.stamps,
});
const postsRelations = relate(posts, ({ one }) => ({ user: one(users) }));
const helper = () => require('node:fs').readFileSync('x');

module.exports = { users, posts, postsRelations, helper, tagTable: require('./tag'), ...require('./more') };
if (require.main === module) console.log(helper());
`,
    'shared.js':
      "const pg = require('drizzle-orm/pg-core');\nexports.stamps = { at: pg.timestamp('at') };\nexports.more = 1;\n",
    'slug.js': 'module.exports = function slug() { return 1; };\n',
    'tag.js':
      "const { pgTable, serial } = require('drizzle-orm/pg-core');\nmodule.exports = pgTable('tags', { id: serial('id').primaryKey() });\n",
    'more/index.js':
      "const { pgTable, serial } = require('drizzle-orm/pg-core');\nmodule.exports.inks = pgTable('inks', { id: serial('id').primaryKey() });\n",
  });
  expect(linesOf(schema)).toEqual([
    "import type { AnyPgColumn } from 'drizzle-orm/pg-core';",
    "import * as schemaModule from './schema';",
    "import { pgTable, serial, integer } from 'drizzle-orm/pg-core';",
    "import { relations as relate } from 'drizzle-orm';",
    "import * as shared from './shared';",
    'const limit = 3;',
    "import slug from './slug';",
    '// The people who write.',
    `const users = ${USERS};`,
    "const posts = pgTable('posts', {",
    "  id: serial('id').primaryKey(),",
    "  parentId: integer('parent_id').references((): AnyPgColumn => posts.id),",
    "  userId: integer('user_id').references(() => schemaModule.users.id),",
    "  likes: integer('likes').default(limit).$defaultFn(slug),",
    '  ...shared.stamps,',
    '});',
    'const postsRelations = relate(posts, ({ one }) => ({ user: one(users) }));',
    'export { users, posts, postsRelations };',
    "export { default as tagTable } from './tag';",
    "export * from './more';",
  ]);
  expect(linesOf(schema, 'shared.ts')).toEqual([
    "import * as pg from 'drizzle-orm/pg-core';",
    "export const stamps = { at: pg.timestamp('at') };",
  ]);
  expect(fileOf(schema, 'slug.ts')).toBe('export default function slug() { return 1; }\n');
  expect(await tablesAgain(schema)).toEqual([
    'public.inks inks',
    'public.posts posts',
    'public.tags tagTable',
    'public.users users',
  ]);
});

test('what a compiler made of TypeScript comes as it was meant', async () => {
  const schema = await bring({
    'schema.js': `"use strict";
var __exportStar = (this && this.__exportStar) || function (m, exports) { for (var p in m) exports[p] = m[p]; };
var __importStar = (this && this.__importStar) || function (mod) { return mod; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.posts = exports.users = void 0;
const pg_core_1 = require("drizzle-orm/pg-core");
const ink_1 = __importStar(require("./ink"));
exports.users = (0, pg_core_1.pgTable)('users', { id: (0, pg_core_1.serial)('id').primaryKey() });
exports.posts = (0, pg_core_1.pgTable)('posts', {
  userId: (0, pg_core_1.integer)('user_id').references(() => exports.users.id),
  inkId: (0, pg_core_1.integer)('ink_id').references(() => ink_1.inks.id),
});
__exportStar(require("./ink"), exports);
Object.defineProperty(exports, "pens", { enumerable: true, get: function () { return ink_1.inks; } });
`,
    'ink.js':
      'const p = require("drizzle-orm/pg-core");\nexports.inks = (0, p.pgTable)("inks", { id: (0, p.serial)("id").primaryKey() });\n',
  });
  expect(linesOf(schema)).toEqual([
    'import * as pg_core_1 from "drizzle-orm/pg-core";'.replaceAll('"', "'"),
    "import * as ink_1 from './ink';",
    "export const users = (0, pg_core_1.pgTable)('users', { id: (0, pg_core_1.serial)('id').primaryKey() });",
    "export const posts = (0, pg_core_1.pgTable)('posts', {",
    "  userId: (0, pg_core_1.integer)('user_id').references(() => users.id),",
    "  inkId: (0, pg_core_1.integer)('ink_id').references(() => ink_1.inks.id),",
    '});',
    "export * from './ink';",
    'export const pens = ink_1.inks;',
  ]);
  expect(await tablesAgain(schema)).toHaveLength(3);
});

test('an object that is exported by its name gives its tables', async () => {
  const schema = await bring({
    'schema.js': `const pg = require('drizzle-orm/pg-core');
const users = pg.pgTable('users', { id: pg.serial('id').primaryKey() });
const tables = { users, 'inks': pg.pgTable('inks', { id: pg.serial('id').primaryKey() }) };
module.exports = tables;
`,
  });
  expect(await tablesAgain(schema)).toEqual(['public.inks inks', 'public.users users']);
});

test('whole files come as modules, too', async () => {
  const cwd = project({
    'schema.cjs': `const { pgTable, serial } = require('drizzle-orm/pg-core');
exports.users = ${USERS};
function helper(name) { return name; }
`,
  });
  const schema = await loadAsIs(cwd, 'schema.cjs');
  expect(linesOf(schema)).toEqual([
    expect.stringMatching(/^\/\/ @ts-nocheck: this was JavaScript/),
    "import { pgTable, serial } from 'drizzle-orm/pg-core';",
    `export const users = ${USERS};`,
    'function helper(name) { return name; }',
  ]);
});

test('what a text does not tell is an error that says what to write', async () => {
  const cwd = project({
    'schema.js': `const { pgTable, serial } = require('drizzle-orm/pg-core');
for (const name of ['users', 'posts']) exports[name] = pgTable(name, { id: serial('id').primaryKey() });
`,
  });
  const { code, message, hint } = await loadFailure(cwd, 'schema.js');
  expect(code).toBe('SCHEMA_COMMONJS');
  expect(message).toMatch(/schema\.js is CommonJS, and its text does not tell what it exports/);
  expect(hint).toContain('export const users');
});
