import { describe, expect, test } from 'vitest';
import { fileOf, load, loadAsIs, messages, project } from '../../unit/schema/helpers.ts';

describe('files that can not be run here', () => {
  const connected = `import { drizzle } from 'drizzle-orm/node-postgres';
import { key } from './env';
import Billing from 'billing-that-nobody-installed';
import { createTable, own } from './make';
import { pgEnum, uuid } from 'drizzle-orm/pg-core';
export const billing = new Billing(key);
export const db = drizzle(key);
export const kinds = pgEnum('kind', ['ink', 'lead']);
export const pens = createTable('pens', { id: uuid().primaryKey(), kind: kinds() });
export const caps = own.table('caps', { id: uuid().primaryKey() }).enableRLS();
export const chargeFor = (pen: typeof pens.$inferSelect) => billing.charge(pen);
billing.start(pens);
`;
  const others = {
    'package.json': '{}',
    'env.ts':
      "export const key = process.env.A_KEY ?? raise();\nfunction raise(): never { throw new Error('A_KEY is not set'); }\n",
    'make.ts': `import { pgSchema, pgTableCreator } from 'drizzle-orm/pg-core';
export const createTable = pgTableCreator((name) => 'shop_' + name);
export const own = pgSchema('own');
`,
  };

  test('are read by what their tables need, and it is said why', async () => {
    const schema = await load(project({ ...others, 'schema.ts': connected }), 'schema.ts');
    expect(schema.tables.map(({ id }) => id)).toEqual(['own.caps', 'public.shop_pens']);
    expect(schema.files.map(({ path }) => path)).toEqual(['index.ts', 'make.ts', 'schema.ts']);
    expect(fileOf(schema, 'schema.ts')).not.toMatch(/billing|drizzle\(/i);
    expect(messages(schema)).toMatch(
      /As they stand its files can't be loaded, .*"billing-that-nobody-installed", which can't be resolved/,
    );
    expect(messages(schema)).toMatch(
      /schema\.ts, billing, db, chargeFor and line \d+ stayed behind/,
    );
  });

  test('are refused where a table needs what fails', async () => {
    const needs = connected
      .replace("'lead']", 'key]')
      .replace("import Billing from 'billing-that-nobody-installed'", 'const Billing = Map as any');
    await expect(
      load(project({ ...others, 'schema.ts': needs }), 'schema.ts'),
    ).rejects.toMatchObject({
      code: 'SCHEMA_THROWS',
      message: expect.stringContaining('A_KEY is not set'),
    });
  });

  test('are refused where they are to be brought whole', async () => {
    const folder = project({ ...others, 'schema.ts': connected });
    await expect(loadAsIs(folder, 'schema.ts')).rejects.toMatchObject({ code: 'SCHEMA_IMPORT' });
  });
});
