import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/service/manifest.ts';
import { filesOf } from '../../support/folder.ts';
import { add, addFailure, edit, service } from './service.ts';

// Each of them reads a schema in a process of its own, more than once.

const source = `
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
const id = () => uuid('id').primaryKey().defaultRandom();
export const customers = pgTable('customers', { id: id(), name: text('name').notNull() });
export const products = pgTable('products', { id: id(), title: text('title').notNull() });
export const orders = pgTable('orders', {
  id: id(),
  customerId: uuid('customer_id').notNull().references(() => customers.id),
}, (table) => [index('orders_customer_id_idx').on(table.customerId)]);
`;

const CJS = "import schema = require('./schema');\nexport = schema;\n";
const includes = 'src/modules/customers/customers.includes.ts';
const customerTests = 'src/modules/customers/customers.routes.test.ts';
const registry = 'src/modules/index.ts';
const invoices = [
  '--new',
  'invoices',
  '--column',
  'number:varchar(24):unique',
  '--ref',
  'customer:customers',
];

let folder: string;

const files = () => filesOf(folder);
const manifest = () => JSON.parse(files()['backend-kit.json'] ?? '') as Manifest;
const comment = (text: string) => `// Ours.\n${text}`;

/** What differs between two states of the service. */
function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).toSorted();
}

describe('a table of the schema', () => {
  beforeEach(async () => {
    folder = await service(source, { answers: { skipTables: ['orders'] } });
  });

  it('becomes a resource, and only what it touches changes', async () => {
    const before = files();
    const { exitCode, text } = await add(folder, 'orders', '--yes');
    expect(exitCode).toBe(0);
    const touched = changed(before, files());
    expect(touched).toEqual([
      'backend-kit.json',
      'scripts/seed.ts',
      includes,
      customerTests,
      registry,
      'src/modules/orders/orders.includes.ts',
      'src/modules/orders/orders.queries.ts',
      'src/modules/orders/orders.routes.test.ts',
      'src/modules/orders/orders.routes.ts',
      'src/modules/orders/orders.schemas.ts',
      'test/factories/orders.ts',
    ]);
    for (const path of touched) expect(text).toContain(path.split('/').at(-1));
    expect(manifest().parts).toContainEqual({
      table: 'orders',
      path: '/v1/orders',
      kind: 'resource',
    });
    expect(manifest().files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(touched.slice(1)),
    );
  });

  it('is the same service as one that had it from the start, but for how it was made', async () => {
    await add(folder, 'orders');
    const grown = files();
    folder = await service(source);
    expect(changed(grown, files())).toEqual(['backend-kit.json']);
  });

  it('is found under any of its names', async () => {
    const { files: written } = await add(folder, '--table', 'public.orders', '--dry-run');
    expect(written).toHaveProperty('src/modules/orders/orders.routes.ts', 'create');
  });

  it('is not added twice', async () => {
    await add(folder, 'orders');
    const before = files();
    const again = await add(folder, 'orders');
    expect(again).toMatchObject({ exitCode: 0, files: {}, text: 'Nothing to change.\n' });
    expect(files()).toEqual(before);
  });

  it('is only shown by a dry run', async () => {
    const before = files();
    const { text } = await add(folder, 'orders', '--dry-run');
    expect(text).toMatch(/orders\.routes\.ts {2}[\d.]+ k?B/);
    expect(files()).toEqual(before);
  });

  it('comes back after its module was removed by hand', async () => {
    await add(folder, 'orders');
    const complete = files();
    rmSync(join(folder, 'src/modules/orders'), { recursive: true });
    const { exitCode } = await add(folder, 'orders');
    expect(exitCode).toBe(0);
    expect(changed(complete, files())).toEqual([]);
  });

  it('must be there', async () => {
    expect(await addFailure(folder, 'ordes')).toMatchObject({
      code: 'UNKNOWN_TABLE',
      hint: 'Did you mean orders?',
    });
  });

  it('has to be named where nobody can be asked', async () => {
    expect(await addFailure(folder)).toMatchObject({
      code: 'MISSING_ANSWER',
      hint: expect.stringContaining('No resources yet: orders.'),
    });
  });
});

describe('a new table', () => {
  beforeEach(async () => {
    folder = await service(source);
  });

  it('is written into the schema, and becomes a resource', async () => {
    const { exitCode } = await add(folder, ...invoices);
    expect(exitCode).toBe(0);
    expect(files()['src/db/schema/index.ts']).toBe(
      "export * from './schema';\nexport * from './invoices';\n",
    );
    expect(files()['src/db/schema/invoices.ts']).toContain("import { customers } from './schema';");
    expect(files()[includes]).toContain('invoices: many(');
    expect(files()[registry]).toContain('invoiceRoutes');
  });

  it('has columns of every type, which the reader understands', async () => {
    const columns = [
      'code2_x:varchar(24):unique',
      'isPaid:boolean:default(false)',
      'views:bigint:default(9007199254740993)',
      'rank:smallint?',
      'total:numeric(12,2):default(0)',
      'weight:real:default(0.5)',
      'height:double?',
      'born:date:default(2024-02-29)',
      'at:time:default(09:30)',
      'seenAt:timestamp?:default(now)',
      'externalId:uuid:default(random)',
      "state:enum(to do,it's done):default(it's done)",
      'data:jsonb:default({"a":[1]})',
      'tags:text[]?',
    ];
    const flags = columns.flatMap((column) => ['--column', column]);
    const more = ['--ref', 'soldBy:customers?:set-null', '--ref', 'parent:lines?', '--soft-delete'];
    expect(await add(folder, '--new', 'lines', ...flags, ...more)).toMatchObject({ exitCode: 0 });
    const schemas = files()['src/modules/lines/lines.schemas.ts'];
    for (const part of [
      'total: () => decimal(12, 2)',
      'views: () => int64',
      'born: () => dayText',
    ]) {
      expect(schemas).toContain(part);
    }
    expect(files()['src/modules/lines/lines.includes.ts']).toContain('parent: one(');
    // The next reading finds what this one said: nothing is left to do.
    expect(await add(folder, 'lines')).toMatchObject({ text: 'Nothing to change.\n' });
  });

  it('is not written twice', async () => {
    await add(folder, ...invoices);
    const before = files();
    expect(await add(folder, ...invoices)).toMatchObject({
      exitCode: 0,
      text: 'Nothing to change.\n',
    });
    expect(files()).toEqual(before);
  });

  it('must not be there in another form, nor anything of its name', async () => {
    await add(folder, ...invoices);
    const before = files();
    const other = ['--new', 'invoices', '--column', 'total:integer'];
    expect(await addFailure(folder, ...other)).toMatchObject({ code: 'TABLE_EXISTS' });
    expect(await addFailure(folder, '--new', 'customer')).toMatchObject({ code: 'TABLE_EXISTS' });
    writeFileSync(join(folder, 'src/db/schema/notes.ts'), '');
    expect(await addFailure(folder, '--new', 'notes')).toMatchObject({ code: 'TABLE_EXISTS' });
    expect(changed(before, files())).toEqual(['src/db/schema/notes.ts']);
  });

  it('says what to paste where the index can not be edited', async () => {
    edit(folder, 'src/db/schema/index.ts', () => CJS);
    const before = files();
    expect(await addFailure(folder, ...invoices)).toMatchObject({
      code: 'CANNOT_EDIT',
      message: expect.stringContaining('it is no ES module'),
      hint: expect.stringMatching(/pgTable\([\s\S]*export \* from '\.\/invoices';/),
    });
    expect(files()).toEqual(before);
  });

  it('is described by flags that go together', async () => {
    const code = (...args: string[]) => addFailure(folder, ...args);
    expect(await code('orders', '--new', 'x')).toMatchObject({ code: 'FLAGS_DO_NOT_COMBINE' });
    expect(await code('--column', 'a:text')).toMatchObject({ code: 'FLAGS_DO_NOT_COMBINE' });
    expect(await code('--new', 'a b')).toMatchObject({ code: 'INVALID_TABLE' });
  });

  it('can be found by its references where the schema lies in the index itself', async () => {
    edit(folder, 'src/db/schema/index.ts', () => source);
    rmSync(join(folder, 'src/db/schema/schema.ts'));
    expect(await add(folder, ...invoices)).toMatchObject({ exitCode: 0 });
    expect(files()['src/db/schema/invoices.ts']).toContain("import { customers } from './index';");
  });
});

describe('files that a person edited', () => {
  beforeEach(async () => {
    folder = await service(source, { answers: { skipTables: ['orders'] } });
  });

  it('stay, with what goes with them; all else is written, and the change is shown', async () => {
    edit(folder, includes, comment);
    const before = files();
    const { exitCode, files: written, text } = await add(folder, 'orders');
    expect(exitCode).toBe(1);
    expect(written).toMatchObject({
      [includes]: 'conflict',
      [customerTests]: 'held',
      [registry]: 'update',
      'src/modules/orders/orders.routes.ts': 'create',
    });
    const touched = changed(before, files());
    expect(touched).toContain(registry);
    expect(touched).not.toContain(includes);
    expect(touched).not.toContain(customerTests);
    expect(text).toContain('+  orders: many({');
    expect(text).not.toContain('-// Ours.');
    expect(text).toContain(`${customerTests} goes with ${includes}, so it stays, too.`);
    expect(text).toContain("+  it('brings orders along'");
  });

  it('keep back only what would not work without the change', async () => {
    edit(folder, customerTests, comment);
    const { exitCode, files: written, text } = await add(folder, 'orders');
    expect(exitCode).toBe(1);
    expect(written).toMatchObject({ [customerTests]: 'conflict', [includes]: 'update' });
    expect(Object.values(written)).not.toContain('held');
    expect(text).toContain("+  it('brings orders along'");
    expect(files()[includes]).toContain('orders: many({');
  });

  it('keep everything back where they say which modules are served, until the change is in them', async () => {
    edit(folder, registry, comment);
    const before = files();
    const { exitCode, text } = await add(folder, 'orders');
    expect(exitCode).toBe(1);
    expect(text).toContain("+  { resource: 'orders', prefix: '/orders', routes: orderRoutes },");
    expect(text).toContain(`${registry} says which modules are served, and you edited it.`);
    expect(text).toContain('Nothing was written.');
    expect(files()).toEqual(before);

    edit(folder, registry, (current) =>
      current
        .replace(
          'import { product',
          "import { orderRoutes } from './orders/orders.routes';\nimport { product",
        )
        .replace(
          "  { resource: 'products",
          "  { resource: 'orders', prefix: '/orders', routes: orderRoutes },\n  { resource: 'products",
        ),
    );
    expect(await add(folder, 'orders')).toMatchObject({ exitCode: 0 });
    expect(files()[registry]).toMatch(/^\/\/ Ours\./);
    expect(files()).toHaveProperty('src/modules/orders/orders.routes.ts');
  });

  it('keep a resource out whose place they take, but no other one', async () => {
    folder = await service(source, { answers: { skipTables: ['orders', 'products'] } });
    const mine = 'src/modules/orders/orders.routes.ts';
    mkdirSync(join(folder, 'src/modules/orders'), { recursive: true });
    writeFileSync(join(folder, mine), 'export const mine = 1;\n');
    const { exitCode, text } = await add(folder, 'orders', 'products');
    expect(exitCode).toBe(1);
    expect(text).toContain('Of orders, nothing is written');
    const after = files();
    expect(Object.keys(after).filter((path) => /orders/.test(path))).toEqual([mine]);
    expect(after[registry]).toContain('productRoutes');
    expect(after[registry]).not.toContain('orderRoutes');
    expect(after[includes]).not.toContain('orders');
    expect(manifest().parts).toContainEqual({ table: 'orders', path: '', kind: 'skipped' });

    rmSync(join(folder, mine));
    expect(await add(folder, 'orders')).toMatchObject({ exitCode: 0 });
    expect(files()[registry]).toContain('orderRoutes');
  });

  it('do not matter where the addition does not need them', async () => {
    edit(folder, 'src/modules/products/products.routes.ts', comment);
    edit(folder, 'src/app.ts', comment);
    expect(await add(folder, 'orders')).toMatchObject({ exitCode: 0 });
    expect(files()['src/app.ts']).toMatch(/^\/\/ Ours\./);
  });
});

describe('a service of another version', () => {
  const ofVersion = (version: string) =>
    edit(folder, 'backend-kit.json', (text) => {
      const json = JSON.parse(text);
      return `${JSON.stringify({ ...json, kit: { ...json.kit, version } }, null, 2)}\n`;
    });

  beforeEach(async () => {
    folder = await service(source, { answers: { skipTables: ['orders'] } });
  });

  it('of the same major takes additions, and nothing else of it changes', async () => {
    ofVersion('2.0.0-beta.1');
    // As an older kit wrote it.
    const path = 'src/http/problem.ts';
    edit(folder, path, comment);
    const before = files();
    expect(await add(folder, 'orders')).toMatchObject({ exitCode: 0 });
    expect(changed(before, files()).filter((name) => /^src\/(?!modules)/.test(name))).toEqual([]);
    expect(manifest().kit.version).toBe('2.0.0-beta.1');
  });

  it.each([
    ['1.9.0', 'OTHER_KIT_VERSION'],
    ['3.0.0', 'OTHER_KIT_VERSION'],
    ['2.99.0', 'KIT_TOO_OLD'],
  ])('%s is refused', async (version, code) => {
    ofVersion(version);
    const before = files();
    expect(await addFailure(folder, 'orders')).toMatchObject({ code });
    expect(files()).toEqual(before);
  });

  it('is refused where it lacks what the new module needs', async () => {
    edit(folder, 'src/http/includes.ts', (text) =>
      text.replace('export function one', 'function one'),
    );
    const before = files();
    expect(await addFailure(folder, 'orders')).toMatchObject({
      code: 'BASE_LACKS',
      message: expect.stringMatching(
        /^src\/modules\/orders\/orders\.includes\.ts needs one of src\/http\/includes\.ts/,
      ),
    });
    expect(files()).toEqual(before);
  });

  it('is told apart from a folder that is no service', async () => {
    rmSync(join(folder, 'backend-kit.json'));
    expect(await addFailure(folder, 'orders')).toMatchObject({ code: 'NOT_A_SERVICE' });
  });
});
