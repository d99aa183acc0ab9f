import { expect, it } from 'vitest';
import { compare } from '../../../src/apply/compare.ts';
import { readDisk } from '../../../src/apply/paths.ts';
import { pristineHashes } from '../../../src/service/manifest.ts';
import { openService } from '../../../src/service/open.ts';
import { planServing } from '../../../src/service/serving.ts';
import { filesOf } from '../../support/folder.ts';
import { recordedTerminal } from '../../support/terminal.ts';
import { add, service } from '../new-table/service.ts';

const source = `
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
});
export const tags = pgTable('tags', { id: uuid('id').primaryKey().defaultRandom(), name: text('name').notNull() });
export const customerTags = pgTable('customer_tags', {
  customerId: uuid('customer_id').notNull().references(() => customers.id),
  tagId: uuid('tag_id').notNull().references(() => tags.id),
}, (t) => [primaryKey({ columns: [t.customerId, t.tagId] })]);
export const auditEvents = pgTable('audit_events', {
  id: uuid('id').primaryKey().defaultRandom(),
  at: timestamp('at').notNull().defaultNow(),
});
export const drafts = pgTable('drafts', { id: uuid('id').primaryKey().defaultRandom() });
`;

/** What the recipe of an existing service comes to, other than what is on its disk. */
async function differences(folder: string): Promise<string[]> {
  const opened = await openService(folder, recordedTerminal({ cwd: folder }));
  const served = opened.resources.filter(({ kind }) => kind !== 'skipped');
  const { files } = await planServing(opened, opened.schema, {
    served: new Set(served.map(({ table }) => table)),
    added: new Set(),
    routes: { appendOnly: [], readOnly: [] },
    paths: [],
  });
  const disk = readDisk(
    folder,
    files.map(({ path }) => path),
  );
  const changes = compare({ plan: files, disk, pristine: pristineHashes(opened.manifest) });
  return changes.filter(({ status }) => status !== 'identical').map(({ file }) => file.path);
}

it.each([
  ['pnpm', '10.1.0'],
  ['yarn', '4.9.0'],
  ['bun', '1.4.5'],
] as const)(
  'is for an existing service what it was when that was created, with %s',
  async (pm, packageManager) => {
    const folder = await service(source, {
      answers: { pm, skipTables: ['drafts'], readOnly: ['audit_events'], paths: ['tags=labels'] },
      tools: { carriesNode: true, packageManager },
    });
    const before = filesOf(folder);
    const { files } = await add(folder, 'drafts');
    const module =
      /^src\/modules\/(?:index|drafts\/drafts\..*)\.ts$|^test\/factories\/drafts\.ts$|^scripts\/seed\.ts$/;
    expect(Object.keys(files).filter((path) => !module.test(path))).toEqual([]);
    expect(await differences(folder)).toEqual([]);
    for (const path of ['package.json', 'Dockerfile', 'README.md', 'AGENTS.md']) {
      expect(filesOf(folder)[path]).toBe(before[path]);
    }
  },
);
