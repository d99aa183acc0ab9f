import { expect, test } from 'vitest';
import { load, loadAsIs, loadFailure, messages, project } from '../../unit/schema/helpers.ts';

const table = (name: string) =>
  `import { pgTable, serial } from 'drizzle-orm/pg-core';\nexport const ${name} = pgTable('${name}', { id: serial('id').primaryKey() });\n`;
const own = `${table('notes').replace('export ', '')}export const schema = { notes };\n`;

const models = {
  'models/notes.ts': table('notes'),
  'models/tags.ts': table('tags'),
  'models/index.ts':
    "import { notes } from './notes';\nimport * as tags from './tags';\nexport const schema = { notes, ...tags };\n",
  'models/mode.ts': "export const mode = 'none';\n",
};
const everything = `import * as notes from '../models/notes';
import * as tags from '../models/tags';
import { mode } from '../models/mode';
`;

const names = ({ tables }: { tables: { exportName: string | null }[] }) =>
  tables.map(({ exportName }) => String(exportName)).toSorted((a, b) => a.localeCompare(b));

/** What people hand to drizzle() is one object, and some have nothing else in their index. */
const holders = [
  ['spread', `${everything}export const schema = { ...notes, ...tags };\n`],
  ['by name', `${everything}export const schema = { a: notes.notes, b: tags.tags };\n`],
  ['by module', `${everything}export default { mode, notes, tags };\n`],
  [
    'in a namespace',
    "export * as notes from '../models/notes';\nexport * as tags from '../models/tags';\n",
  ],
  [
    'by objects of other modules',
    "import { schema as one } from '../models';\nexport const schema = { ...one };\n",
  ],
  [
    'beside others',
    `${everything}export * from '../models/notes';\nexport const schema = { notes, tags };\n`,
  ],
] as const;

test.each(holders)(
  'tables of an exported object are found where they are exported: %s',
  async (_, code) => {
    const schema = await load(project({ ...models, 'db/schema.ts': code }), 'db/schema.ts');
    expect(names(schema)).toEqual(['notes', 'tags']);
    const files = schema.files.map(({ path }) => path);
    expect(files.join(' ')).toMatch(/\bnotes\.ts .*\btags\.ts/);
    expect(files.join(' ')).not.toContain('mode.ts');
  },
);

test.each(holders)('also where its file can not be run here: %s', async (_, code) => {
  const files = { ...models, 'db/schema.ts': `import 'nobody-installed';\n${code}` };
  const schema = await load(project(files), 'db/schema.ts');
  expect(messages(schema)).toContain('"nobody-installed", which can\'t be resolved');
  expect(names(schema)).toEqual(['notes', 'tags']);
  expect(schema.files.map(({ path }) => path).join(' ')).not.toContain('mode.ts');
});

test('an index of one object is brought whole, with the tables exported behind it', async () => {
  const code = `${everything}export const schema = { ...notes, ...tags };\n`;
  const { tables, files } = await loadAsIs(
    project({ ...models, 'db/schema.ts': code }),
    'db/schema.ts',
  );
  expect(names({ tables })).toEqual(['notes', 'tags']);
  const written = project(Object.fromEntries(files.map((file) => [file.path, file.content])));
  expect(names(await loadAsIs(written, 'index.ts'))).toEqual(['notes', 'tags']);
});

test('tables that only an object exports are asked for', async () => {
  const { code, hint } = await loadFailure(project({ 'schema.ts': own }), 'schema.ts');
  expect([code, hint]).toEqual([
    'SCHEMA_EMPTY',
    'Its schema.notes is a table that is not exported by itself: `export const notes = schema.notes;`',
  ]);
});

test('tables that only an object exports are named where there are others', async () => {
  const both = `${own}export { tags } from './tags';\n`;
  const schema = await load(project({ 'schema.ts': both, 'tags.ts': table('tags') }), 'schema.ts');
  expect(names(schema)).toEqual(['tags']);
  expect(messages(schema)).toContain(
    'schema.notes is a table that is not exported by itself, so it was left out: `export const notes = schema.notes;`',
  );
});
