import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/kit/package.ts';
import { add, edit, service } from '../new-table/service.ts';

const source = `
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
});
export const drafts = pgTable('drafts', { id: uuid('id').primaryKey().defaultRandom() });
export const notes = pgTable('notes', { id: uuid('id').primaryKey().defaultRandom() });
`;

const withoutDrafts = () => service(source, { answers: { skipTables: ['drafts', 'notes'] } });

it('an addition says what else has changed in the schema, and leaves it at that', async () => {
  const folder = await withoutDrafts();
  edit(folder, 'src/db/schema/schema.ts', (text) =>
    text
      .replace(
        "text('email').notNull().unique(),",
        "text('email').unique(),\n  name: text('name'),",
      )
      .replace("pgTable('notes', {", "pgTable('notes', {\n  text: text('text'),"),
  );
  const { exitCode, text, files } = await add(folder, 'drafts');
  expect(exitCode).toBe(0);
  const said =
    'customers: has changed since the kit made its files: column name is new; column email is different. This does not bring it into them.';
  expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
  // Nothing was made of it yet.
  expect(text).not.toContain('notes:');
  const touched = Object.keys(files).filter((path) => path.includes('customers'));
  expect(touched).toEqual([]);
  const again = await add(folder, 'drafts');
  expect(again.text.replaceAll(/\s+/g, ' ')).toContain(said);
  expect(again.text).toContain('Nothing to change.\n');
});

it('templates that a service has itself come before those of the kit', async () => {
  const folder = await withoutDrafts();
  const own = join(folder, '.backend-kit/templates/resource/includes.hbs');
  mkdirSync(dirname(own), { recursive: true });
  const kits = join(packageRoot(), 'templates/resource/includes.hbs');
  writeFileSync(own, `// What {{names.kebab}} include.\n${readFileSync(kits, 'utf8')}`);
  const { exitCode, files } = await add(folder, 'drafts');
  expect(exitCode).toBe(0);
  // What is there already stays, whichever template it was made from.
  expect(Object.keys(files).filter((path) => path.includes('customers'))).toEqual([]);
  const made = readFileSync(join(folder, 'src/modules/drafts/drafts.includes.ts'), 'utf8');
  expect(made).toMatch(/^\/\/ What drafts include\.\n/);
});
