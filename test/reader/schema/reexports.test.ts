import { describe, expect, test } from 'vitest';
import type { Schema } from '../../../src/schema/table.ts';
import { fileOf, load, loadAsIs, project } from '../../unit/schema/helpers.ts';

const pg = "import { jsonb, pgEnum, pgTable, text, uuid } from 'drizzle-orm/pg-core';\n";

const bring = (code: string, others: Record<string, string> = {}): Promise<Schema> =>
  load(project({ 'package.json': '{}', 'schema.ts': code, ...others }), 'schema.ts');

test('an enum that is exported where it is made, and not passed on, is exported once', async () => {
  const colours = `${pg}export const colour = pgEnum('colour', ['red']);
const shape = pgEnum('shape', ['flat']);
export { shape };
export const pens = pgTable('pens', { id: uuid().primaryKey(), colour: colour(), shape: shape() });
export const penNames = () => [];
`;
  const schema = await bring("import { pens } from './pens';\nexport { pens };\n", {
    'pens.ts': colours,
  });
  const index = fileOf(schema, 'index.ts');
  expect(index).toMatch(/export \{ colour \}/);
  expect(index).toMatch(/export \{ shape \}/);
  const { length } = fileOf(schema, 'pens.ts').match(/export/g) ?? [];
  expect(length).toBe(3);
  const written = Object.fromEntries(schema.files.map(({ path, content }) => [path, content]));
  expect((await loadAsIs(project(written), 'index.ts')).tables).toHaveLength(1);
});

describe('what is imported and exported again', () => {
  const models = {
    'models/notes.ts': `${pg}export const notes = pgTable('notes', { id: uuid().primaryKey() });\nexport const other = 1;\n`,
    'models/tags.ts': `${pg}const tags = pgTable('tags', { id: uuid().primaryKey() });\nexport { tags };\nexport default tags;\n`,
  };

  test.each([
    ["import { notes } from './models/notes';\nexport { notes };\n", undefined],
    ["import { notes } from './models/notes';\nexport { notes as tasks };\n", undefined],
    ["export { default as labels } from './models/tags';\n", undefined],
    [
      "import { notes, other } from './models/notes';\nexport { notes, other };\n",
      "import { notes } from './models/notes';\nexport { notes };\n",
    ],
    [
      "import * as m from './models/notes';\nexport { m };\nexport const notes = m.notes;\n",
      "import * as m from './models/notes';\nexport const notes = m.notes;\n",
    ],
    [
      "import tags, { tags as same } from './models/tags';\nexport { same as tags };\n",
      "import { tags as same } from './models/tags';\nexport { same as tags };\n",
    ],
  ])('comes along as far as it is a table: %j', async (code, wanted = code) => {
    const schema = await bring(code, models);
    const text = fileOf(schema, 'schema.ts').replaceAll(/import +\{/g, 'import {');
    expect(text).toBe(wanted);
  });

  const fromAbove = [
    "import { notes } from '../models/notes';\nexport { notes };\n",
    "import { notes } from '../models/notes';\nexport { notes as tasks };\n",
    "import { notes } from '../models/notes';\nexport { notes, notes as tasks };\n",
    "import { default as tags } from '../models/tags';\nexport { tags };\n",
    "export { default as tags } from '../models/tags';\n",
    "import * as m from '../models/notes';\nexport { m };\nexport const { notes } = m;\n",
  ];
  test.each(fromAbove)('has one specifier, which is replaced once: %j', async (code) => {
    const folder = project({ 'package.json': '{}', 'db/schema.ts': code, ...models });
    for (const brought of [load, loadAsIs]) {
      // oxlint-disable-next-line no-await-in-loop -- one folder
      const text = fileOf(await brought(folder, 'db/schema.ts'), 'schema.ts');
      expect(text.match(/from.*/g)).toEqual([
        expect.stringMatching(/^from '\.\/lib\/models\/(notes|tags)';$/),
      ]);
    }
  });
});
