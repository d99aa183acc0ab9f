import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Manifest, tableParts } from '../../../src/service/manifest.ts';
import { filesOf } from '../../support/folder.ts';
import { add, addFailure, service } from './service.ts';

// Each of them reads a schema in a process of its own, more than once.

const source = `
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
const id = () => uuid('id').primaryKey().defaultRandom();
export const customers = pgTable('customers', { id: id(), name: text('name').notNull() });
export const auditLogs = pgTable('audit_logs', {
  id: id(),
  customerId: uuid('customer_id').notNull().references(() => customers.id),
});
export const tags = pgTable('tags', { id: id(), name: text('name').notNull() });
export const customerTags = pgTable('customer_tags', {
  customerId: uuid('customer_id').notNull().references(() => customers.id),
  tagId: uuid('tag_id').notNull().references(() => tags.id),
}, (t) => [primaryKey({ columns: [t.customerId, t.tagId] })]);
`;
const routes = 'src/modules/audit-logs/audit-logs.routes.ts';

let folder: string;
const text = (path: string) => filesOf(folder)[path] ?? '';
const resourceOf = (table: string) =>
  tableParts(JSON.parse(text('backend-kit.json')) as Manifest).find((one) => one.table === table);

beforeEach(async () => {
  folder = await service(source, { answers: { skipTables: ['audit_logs', 'customer_tags'] } });
});

describe('a table that is added', () => {
  it.each([
    ['append-only', ['app.get', 'app.post'], ['app.patch', 'app.delete']],
    ['read-only', ['app.get'], ['app.post', 'app.patch', 'app.delete']],
  ])('has the routes that were chosen: %s', async (kind, there, missing) => {
    expect((await add(folder, `--${kind}`, 'audit-logs', '--yes')).exitCode).toBe(0);
    for (const route of there) expect(text(routes)).toContain(route);
    for (const route of missing) expect(text(routes)).not.toContain(route);
    expect(resourceOf('auditLogs')).toMatchObject({ kind: 'resource', routes: kind });
  });

  it('keeps its routes when another one is added, and when it is named again', async () => {
    await add(folder, '--append-only', 'audit_logs', '--yes');
    const before = filesOf(folder);
    const again = await add(folder, 'audit_logs', '--append-only', 'auditLogs', '--yes');
    expect(again.text).toBe('Nothing to change.\n');
    expect((await add(folder, '--new', 'notes', '--ref', 'log:audit_logs', '--yes')).exitCode).toBe(
      0,
    );
    expect(resourceOf('auditLogs')).toMatchObject({ routes: 'append-only' });
    expect(resourceOf('notes')).toEqual({ table: 'notes', path: '/v1/notes', kind: 'resource' });
    expect(text(routes)).toBe(before[routes]);
  });

  it('gets them again when its module was removed by hand', async () => {
    await add(folder, '--append-only', 'audit_logs', '--yes');
    rmSync(join(folder, 'src/modules/audit-logs'), { recursive: true });
    expect((await add(folder, 'audit_logs', '--yes')).exitCode).toBe(0);
    expect(text(routes)).not.toContain('app.patch');
  });

  it('may be a new one', async () => {
    const { exitCode } = await add(folder, '--new', 'visits', '--read-only', 'visits', '--yes');
    expect(exitCode).toBe(0);
    expect(text('src/modules/visits/visits.routes.ts')).not.toContain('app.post');
    expect(resourceOf('visits')).toMatchObject({ routes: 'read-only' });
  });

  it('may be a join table, whose links then do no more', async () => {
    await add(folder, '--append-only', 'customer_tags', '--yes');
    const links = text('src/modules/customers/customers.tags.routes.ts');
    expect(links).toContain('app.put');
    expect(links).not.toContain('app.delete');
    expect(resourceOf('customerTags')).toMatchObject({ kind: 'link', routes: 'append-only' });
    await add(folder, 'audit_logs', '--yes');
    expect(text('src/modules/customers/customers.tags.routes.ts')).toBe(links);
  });
});

describe('routes can not be chosen', () => {
  it.each([
    [['--append-only', 'customers'], 'ROUTES_CHOSEN', /is served already, and not append-only/],
    [['--new', 'visits', '--read-only', 'audit_logs'], 'ROUTES_CHOSEN', /not the table that is/],
    [['--append-only', 'audit'], 'UNKNOWN_TABLE', /no table "audit"/],
    [
      ['--append-only', 'audit_logs', '--read-only', 'auditLogs'],
      'ROUTES_CONTRADICT',
      /both append-only and read-only/,
    ],
  ])('with %j', async (args, code, message) => {
    const before = filesOf(folder);
    const expected = { code, message: expect.stringMatching(message) };
    expect(await addFailure(folder, ...args, '--yes')).toMatchObject(expected);
    expect(filesOf(folder)).toEqual(before);
  });
});
