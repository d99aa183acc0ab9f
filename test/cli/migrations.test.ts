import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit-package.ts';
import { temporaryFolder } from '../support/folder.ts';
import { runKit } from '../support/outside.ts';
import { createDatabase, startPostgres } from '../support/postgres.ts';

const schemaFile = 'src/db/schema/index.ts';

/** Conditions whose values drizzle binds, in each place that a migration can have them. */
const schema = `import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, pgSchema, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
export const documents = pgTable('documents', {
  id: integer('id').primaryKey(),
  kind: text('kind', { enum: ['memo', "it's"] }).notNull(),
  price: integer('price').notNull(),
  double: integer('double').generatedAlwaysAs((): any => sql\`\${documents.price} * \${2}\`),
}, (t) => [
  check('documents_price', gt(t.price, 10)),
  index('documents_memos').on(t.price).where(eq(t.kind, 'memo')),
  uniqueIndex('documents_rest').on(t.kind, sql\`(\${t.price} + \${3})\`).where(inArray(t.kind, ['memo', "it's"])),
  pgPolicy('documents_own', { using: and(eq(t.kind, 'memo'), gt(t.price, 1)), withCheck: sql\`\${t.kind} = \${'memo'}\` }),
]);
export const app = pgSchema('app');
export const other = app.table('other', { id: integer().primaryKey() }, (t) => [
  check('other_id', gt(t.id, 0)),
]);
`;

/** Two things that drizzle-kit does not create: an extension, and a role. */
const needing = `import { sql } from 'drizzle-orm';
import { index, integer, pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
export const names = pgTable('names', { id: integer('id').primaryKey(), name: text('name').notNull() }, (t) => [
  index('names_name').using('gin', t.name.op('gin_trgm_ops')),
  pgPolicy('names_read', { for: 'select', to: 'names_reader', using: sql\`true\` }),
]);
`;

let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

/** A folder with what drizzle-kit reads of a service. */
function migratedFolder(): string {
  const folder = temporaryFolder({ 'package.json': '{ "type": "module" }', [schemaFile]: schema });
  for (const path of ['drizzle.config.ts', 'src/db/casing.ts']) {
    cpSync(join(packageRoot(), 'templates/service', path), join(folder, path));
  }
  symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs drizzle-kit and returns the migration that it wrote last; '' where it wrote none. */
async function generate(folder: string, name: string): Promise<string> {
  const options = { cwd: folder, preferLocal: true, localDir: packageRoot() };
  await execa('drizzle-kit', ['generate', '--name', name], options);
  const file = readdirSync(join(folder, 'drizzle')).find((path) => path.endsWith(`${name}.sql`));
  return file === undefined ? '' : readFileSync(join(folder, 'drizzle', file), 'utf8');
}

/** Applies all migrations of a folder to an empty database; returns the names of its tables. */
async function applyAll(folder: string): Promise<string[]> {
  const client = new Client({ connectionString: await createDatabase(server.url, 'migrated') });
  await client.connect();
  try {
    await migrate(drizzle(client), { migrationsFolder: join(folder, 'drizzle') });
    const { rows } = await client.query<{ tablename: string }>('select tablename from pg_tables');
    return rows.map(({ tablename }) => tablename);
  } finally {
    await client.end();
  }
}

it('has the values of conditions in the text of a migration, whenever one is written', async () => {
  const folder = migratedFolder();
  const first = await generate(folder, 'init');
  expect(first).not.toMatch(/\$\d/);
  expect(first).toContain('CHECK ("documents"."price" > 10)');
  expect(first).toContain(`WHERE "documents"."kind" in ('memo', 'it''s')`);
  expect(first).toContain(`USING (("documents"."kind" = 'memo' and "documents"."price" > 1))`);
  expect(first).toContain(`GENERATED ALWAYS AS ("documents"."price" * 2) STORED`);

  expect(await generate(folder, 'nothing')).toBe('');

  // drizzle-kit would write $1 for both, and see no difference between them.
  writeFileSync(join(folder, schemaFile), schema.replace('price, 10', 'price, 20'));
  const second = await generate(folder, 'dearer');
  expect(second).toContain('CHECK ("documents"."price" > 20)');
  expect(second.match(/CHECK|POLICY|INDEX/g)).toEqual(['CHECK']);
  expect(await applyAll(folder)).toContain('documents');
});

it('finds what the tables need in the migration before it, where nothing was installed at creation', async () => {
  const parent = temporaryFolder({ 'schema.ts': needing });
  symlinkSync(join(packageRoot(), 'node_modules'), join(parent, 'node_modules'));
  const args = ['service', '--schema', 'schema.ts', '--no-install', '--no-git', '--yes', '--json'];
  const { exitCode, stdout, stderr } = await runKit(args, { cwd: parent });
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    next: ['cd service && npm install', 'npm run db:generate -- --name init', 'npm run dev'],
  });

  const folder = join(parent, 'service');
  expect(await generate(folder, 'init')).toContain('CREATE TABLE');
  const migrations = readdirSync(join(folder, 'drizzle')).filter((path) => path.endsWith('.sql'));
  expect(migrations).toEqual(['0000_prerequisites.sql', '0001_init.sql']);
  expect(await applyAll(folder)).toContain('names');
});
