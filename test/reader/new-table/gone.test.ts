import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Manifest, tableParts } from '../../../src/service/manifest.ts';
import { filesOf } from '../../support/folder.ts';
import { add, addFailure, edit, service } from './service.ts';

// Each of them reads a schema in a process of its own, more than once.

const orders = `
export const orders = pgTable('orders', {
  id: id(),
  customerId: uuid('customer_id').notNull().references(() => customers.id),
});`;
const source = `
import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
const id = () => uuid('id').primaryKey().defaultRandom();
export const customers = pgTable('customers', { id: id(), name: text('name').notNull() });
export const products = pgTable('products', { id: id(), title: text('title').notNull() });
export const tags = pgTable('tags', { id: id(), label: text('label').notNull() });
export const productTags = pgTable('product_tags', {
  productId: uuid('product_id').notNull().references(() => products.id),
  tagId: uuid('tag_id').notNull().references(() => tags.id),
}, (table) => [primaryKey({ columns: [table.productId, table.tagId] })]);
${orders}
`;

let folder: string;
const files = () => filesOf(folder);
const manifest = () => JSON.parse(files()['backend-kit.json'] ?? '') as Manifest;
const path = (name: string) => join(folder, name);
const remove = (name: string) => rmSync(path(name), { recursive: true });
const leftOf = (name: RegExp) => Object.keys(files()).filter((file) => name.test(file));

/** Everything of the service that names a table in any of these forms. */
function mentions(name: RegExp): string[] {
  return Object.entries(files())
    .filter(([file, text]) => /^(src\/modules|test|scripts)\//.test(file) && name.test(text))
    .map(([file]) => file);
}

beforeEach(async () => {
  folder = await service(source);
});

describe('a module that was removed by hand', () => {
  beforeEach(() => remove('src/modules/orders'));

  it('is followed by all that led to it, whatever is added', async () => {
    const { exitCode, text } = await add(folder, 'customers');
    expect(exitCode).toBe(0);
    expect(text).toContain('src/modules/orders');
    expect(mentions(/\/orders\b|createOrder\b|orderRoutes|orderResponse/)).toEqual([]);
    expect(leftOf(/orders/)).toEqual([]);
    expect(manifest().parts).toContainEqual({ table: 'orders', path: '', kind: 'skipped' });
    expect(manifest().files.filter((file) => file.path.includes('orders'))).toEqual([]);
    expect(await add(folder, 'customers')).toMatchObject({ text: 'Nothing to change.\n' });
  });

  it('is followed without anything to add, too', async () => {
    expect(await add(folder)).toMatchObject({ exitCode: 0 });
    expect(mentions(/orderRoutes/)).toEqual([]);
  });

  it('comes back when it is added again', async () => {
    await add(folder);
    expect(await add(folder, 'orders')).toMatchObject({ exitCode: 0 });
    const again = files();
    folder = await service(source);
    expect(Object.keys(again)).toEqual(Object.keys(files()));
    expect(again['src/modules/index.ts']).toBe(files()['src/modules/index.ts']);
  });

  it('stops everything where a file of a person needs it still', async () => {
    const mine = 'src/modules/customers/customers.service.ts';
    writeFileSync(path(mine), "export { orderResponse } from '../orders/orders.schemas';\n");
    const before = files();
    const { exitCode, text } = await add(folder);
    expect(exitCode).toBe(1);
    expect(text).toContain(`${mine} needs the module ../orders/orders.schemas`);
    expect(text).toContain('Nothing was written.');
    expect(files()).toEqual(before);
  });

  it('stops everything where an edited neighbour needs it still, and shows the change', async () => {
    const includes = 'src/modules/customers/customers.includes.ts';
    edit(folder, includes, (text) => `// Ours.\n${text}`);
    const before = files();
    const { exitCode, text } = await add(folder);
    expect(exitCode).toBe(1);
    expect(text).toContain('-  orders: many({');
    expect(files()).toEqual(before);
  });
});

it('a side of a join table that was removed takes the links along, and no resource comes of them', async () => {
  remove('src/modules/tags');
  expect(await add(folder)).toMatchObject({ exitCode: 0 });
  expect(leftOf(/tags/)).toEqual([]);
  expect(mentions(/tagRoutes|TagsRoutes/)).toEqual([]);
  expect(manifest().parts).toContainEqual({ table: 'productTags', path: '', kind: 'skipped' });
});

it.each([
  ['moved', (name: string) => name],
  ['renamed with its files', (name: string) => name.replace('orders', 'purchases')],
])('a module that was %s is named, with the way back', async (_, nameOf) => {
  mkdirSync(path('src/modules/purchases'));
  for (const file of leftOf(/^src\/modules\/orders\//)) {
    const name = nameOf(file.split('/').at(-1) ?? '');
    renameSync(path(file), path(`src/modules/purchases/${name}`));
    edit(folder, `src/modules/purchases/${name}`, (text) => `// Ours.\n${text}`);
  }
  remove('src/modules/orders');
  const before = files();
  for (const args of [[], ['customers'], ['orders']]) {
    expect(await addFailure(folder, ...args)).toMatchObject({
      code: 'MODULE_RENAMED',
      hint: expect.stringContaining('git mv src/modules/purchases src/modules/orders'),
    });
  }
  expect(files()).toEqual(before);
});

it('routes that are gone from a module of which other files were edited are asked about', async () => {
  remove('src/modules/orders/orders.routes.ts');
  edit(folder, 'src/modules/orders/orders.queries.ts', (text) => `// Ours.\n${text}`);
  expect(await addFailure(folder)).toMatchObject({
    code: 'MODULE_NOT_EMPTY',
    message: expect.stringContaining('src/modules/orders/orders.queries.ts'),
  });
});

describe('a table that left the schema', () => {
  beforeEach(() =>
    edit(folder, 'src/db/schema/schema.ts', (text) =>
      text.slice(0, text.indexOf('export const orders')),
    ),
  );

  it('takes along what the kit made of it', async () => {
    const { exitCode, files: written, text } = await add(folder, 'customers');
    expect(exitCode).toBe(0);
    expect(written).toHaveProperty('src/modules/orders/orders.routes.ts', 'remove');
    expect(text).toContain('orders: is not in the schema any more');
    expect(mentions(/\/orders\b|createOrder\b|orderRoutes|orderResponse/)).toEqual([]);
    expect(leftOf(/orders/)).toEqual([]);
    expect(tableParts(manifest()).map(({ table }) => table)).not.toContain('orders');
  });

  it('does not take along what is a person’s, and says so', async () => {
    writeFileSync(path('src/modules/orders/orders.test.ts'), 'export {};\n');
    const before = files();
    expect(await addFailure(folder)).toMatchObject({
      code: 'MODULE_NOT_EMPTY',
      message: expect.stringContaining('src/modules/orders/orders.test.ts'),
    });
    expect(files()).toEqual(before);
  });

  it('has its resource under its new name when that is added', async () => {
    edit(
      folder,
      'src/db/schema/schema.ts',
      (text) => `${text}${orders.replace('const orders', 'const purchases')}\n`,
    );
    expect(await add(folder, 'purchases')).toMatchObject({ exitCode: 0 });
    expect(leftOf(/orders/)).toEqual([]);
    expect(files()['src/modules/customers/customers.includes.ts']).toContain('purchases: many({');
    expect(mentions(/orderRoutes|createOrder\b/)).toEqual([]);
  });
});
