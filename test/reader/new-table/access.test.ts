import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { filesOf } from '../../support/folder.ts';
import { add, addFailure, service } from './service.ts';

// Each of them reads a schema in a process of its own, more than once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const source = `
import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
const id = () => uuid('id').primaryKey().defaultRandom();
export const users = pgTable('users', { id: id(), email: text('email').notNull().unique() });
export const notes = pgTable('notes', { id: id(), text: text('text').notNull() });
export const deals = pgTable('deals', {
  id: id(),
  buyerId: uuid('buyer_id').notNull().references(() => users.id),
  sellerId: uuid('seller_id').notNull().references(() => users.id),
});
`;

const answers = { auth: 'built-in' as const, skipTables: ['deals'], publicRead: ['notes'] };

let folder: string;
const policyOf = (name: string) =>
  readFileSync(join(folder, `src/modules/${name}/${name}.policy.ts`), 'utf8');

beforeEach(async () => {
  folder = await service(source, { answers });
});

describe('a table that is added', () => {
  it('is closed where nothing says whose it is, and it is said how to open it', async () => {
    const { exitCode, text } = await add(folder, 'deals', '--yes');
    expect(exitCode).toBe(0);
    expect(text).toContain('only admins: buyer_id and seller_id may each be its owner');
    expect(text).toContain('--access deals=owner:buyer_id');
    expect(policyOf('deals')).toContain('nobodys');
  });

  it('belongs to whom it was said to, also once another is added', async () => {
    const { text } = await add(folder, '--access', 'deals=owner:seller_id', '--yes');
    expect(text).toContain('each user their own (seller_id)');
    const policy = policyOf('deals');
    expect(policy).toContain('ownedBy(deals.sellerId)');
    expect((await add(folder, '--new', 'tags', '--public-read', 'tags', '--yes')).exitCode).toBe(0);
    expect(policyOf('deals')).toBe(policy);
    expect(policyOf('tags')).toContain('public');
    expect(policyOf('notes')).toContain('public');
  });
});

it.each([
  [['deals', '--access', 'notes=admin'], 'ACCESS_CHOSEN', /not the table that is added/],
  [['--access', 'daels=admin'], 'UNKNOWN_TABLE', /no table "daels"/],
  [['--access', 'deals=owner:id'], 'INVALID_ACCESS', /does not refer to users/],
  [['--access', 'deals'], 'INVALID_ANSWER', /not <table>=<who>/],
])('nothing is added with %j', async (args, code, message) => {
  const before = filesOf(folder);
  const expected = { code, message: expect.stringMatching(message) };
  expect(await addFailure(folder, ...args, '--yes')).toMatchObject(expected);
  expect(filesOf(folder)).toEqual(before);
});

it('says nothing of access in a service that does not know who calls', async () => {
  folder = await service(source, { answers: { skipTables: ['deals'] } });
  expect(await addFailure(folder, '--access', 'deals=admin', '--yes')).toMatchObject({
    code: 'FLAGS_DO_NOT_COMBINE',
  });
});
