import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/kit/package.ts';
import { temporaryFolder } from '../support/folder.ts';
import { runInstalledKit } from '../support/installed-kit.ts';
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

/** What writes migrations in a service. */
const copied = [
  'drizzle.config.ts',
  'scripts/generate.ts',
  'scripts/migrations',
  'src/db/casing.ts',
  'src/db/database-name.ts',
  'src/db/tables.ts',
];

/** A folder with what writes the migrations of a service. */
function migratedFolder(text = schema): string {
  const folder = temporaryFolder({ 'package.json': '{ "type": "module" }', [schemaFile]: text });
  for (const path of copied) {
    cpSync(join(packageRoot(), 'templates/service', path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs a service's script db:generate without a terminal. */
function runGenerate(folder: string, args: string[]) {
  const options = {
    cwd: folder,
    preferLocal: true,
    localDir: packageRoot(),
    stdin: 'ignore',
  } as const;
  return execa('node', ['--import', 'tsx', 'scripts/generate.ts', ...args], {
    ...options,
    reject: false,
  });
}

/** Writes a migration and returns it; '' where there was none to write. */
async function generate(folder: string, name: string, ...answers: string[]): Promise<string> {
  const { exitCode, stderr } = await runGenerate(folder, ['--name', name, ...answers]);
  expect(exitCode, stderr).toBe(0);
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

/** What drizzle-kit writes as no SQL, or as SQL that Postgres refuses; with the casing, which has a part in names. */
const refused = `import { sql } from 'drizzle-orm';
import { bigint, doublePrecision, foreignKey, index, integer, jsonb, pgEnum, pgTable, point, primaryKey, serial, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
const key = { id: integer().primaryKey().generatedAlwaysAsIdentity() };
export const shorter = pgTable('shorter', { ...key, n: integer('n') });
export const mood = pgEnum('mood', ["it's", 'back\\\\slash', 'plain']);
export const menus = pgTable('menus', {
  id: serial('id').primaryKey(),
  texts: jsonb('texts').notNull().default({ greeting: "chef's choice", path: 'a\\\\b "c"' }),
  word: jsonb('word').default("it's"),
  list: jsonb('list').array().default([{ a: "it's" }]),
  words: jsonb('words').array().default(['x', [1]]),
  places: point('places').array().default([[1, 2]]),
  bigs: bigint('bigs', { mode: 'bigint' }).array().default([5n]),
  limits: doublePrecision('limits').array().default([1, -Infinity, NaN]),
  tags: text('tags').array().default(["it's", 'b\\\\c', 'd"e']),
  moods: mood('moods').array().default(["it's", 'back\\\\slash']),
  big: bigint('big', { mode: 'bigint' }).default(5n),
  place: point('place').default([1, 2]),
  given: text('given').default(sql\`\${"it's"}\`),
});
export const longest = pgTable('a_table_whose_name_is_sixty_three_bytes_long_and_says_nothing_x', { ...key, n: integer('n') });
export const dishes = pgTable('dishes', { code: text('code').notNull(), language: text('language').notNull() }, (t) => [
  uniqueIndex().on(t.language, t.code),
]);
export const orders = pgTable('orders', { id: serial('id').primaryKey(), code: text('code'), language: text('language') }, (t) => [
  foreignKey({ columns: [t.code, t.language], foreignColumns: [dishes.code, dishes.language] }),
]);
export const inventoryReservationRequests = pgTable('inventory_reservation_requests', { id: serial('id').primaryKey() });
export const events = pgTable('inventory_reservation_request_events', {
  requestedFromWarehouseReservation: integer().notNull().references(() => inventoryReservationRequests.id),
  requestedFromWarehouseReplacement: integer().references(() => inventoryReservationRequests.id),
  aUniqueTextWithAVeryLongNameOfItsOwn1: text().unique(),
  aUniqueTextWithAVeryLongNameOfItsOwn2: text().unique(),
}, (t) => [
  primaryKey({ columns: [t.requestedFromWarehouseReservation, t.requestedFromWarehouseReplacement] }),
  unique().on(t.requestedFromWarehouseReservation, t.aUniqueTextWithAVeryLongNameOfItsOwn1),
  unique().on(t.requestedFromWarehouseReservation, t.aUniqueTextWithAVeryLongNameOfItsOwn2),
  index().on(t.requestedFromWarehouseReservation, t.aUniqueTextWithAVeryLongNameOfItsOwn1).concurrently(),
  index().on(t.requestedFromWarehouseReservation, t.aUniqueTextWithAVeryLongNameOfItsOwn2),
]);
`;

it.each(['undefined', "'snake_case'"])(
  'writes SQL that Postgres takes, with casing %s',
  async (casing) => {
    const folder = migratedFolder(refused);
    writeFileSync(join(folder, 'src/db/casing.ts'), `export const casing = ${casing};\n`);
    const first = await generate(folder, 'init');
    expect(first).toContain(`DEFAULT '{"greeting":"chef''s choice",`);
    expect(first).toContain(`DEFAULT '{"1","-Infinity","NaN"}'`);
    expect(first).not.toContain('CONCURRENTLY');
    expect(first).toContain('sequence name "shorter_id_seq"');
    const names = [...first.matchAll(/(?:CONSTRAINT|INDEX) "([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(names.filter((name) => Buffer.byteLength(name) > 63)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(11);
    // What was put right is no change of the schema.
    expect(await generate(folder, 'nothing')).toBe('');
    expect(await applyAll(folder)).toContain('menus');

    const later = refused.replace('Own2),\n]);', 'Own2).concurrently(),\n]);');
    writeFileSync(join(folder, schemaFile), later);
    expect(await generate(folder, 'later')).toContain('CREATE INDEX CONCURRENTLY');
  },
);

it('says what it has to know where nobody can be asked, takes the answer, and writes nothing without', async () => {
  const text = (fields: string) => `import { pgTable, serial, text } from 'drizzle-orm/pg-core';
export const people = pgTable('people', { id: serial('id').primaryKey(), ${fields} });\n`;
  const folder = migratedFolder(text("name: text('name'), old: text('old')"));
  await generate(folder, 'init');
  writeFileSync(join(folder, schemaFile), text("fullName: text('full_name'), age: text('age')"));

  const asked = await runGenerate(folder, ['--name', 'names']);
  expect(asked.exitCode).toBe(1);
  expect(asked.stderr).toContain(
    'gone: people.name, people.old; new: people.full_name, people.age',
  );
  expect(asked.stderr).toContain('--rename people.name=');
  expect(asked.stderr).not.toMatch(/^\s+at /m);
  const half = await runGenerate(folder, ['--name', 'names', '--rename', 'people.name=full_name']);
  expect(half.stderr).toContain('gone: people.old; new: people.age');
  expect(readdirSync(join(folder, 'drizzle'))).toEqual(['0000_init.sql', 'meta']);

  const answers = ['--rename', 'people.name=full_name', '--drop=people.old'];
  const answered = await runGenerate(folder, ['--name', 'names', ...answers]);
  // drizzle-kit itself says last what came of the rest.
  expect(answered.stdout.trim().split('\n').at(-1)).toBe(
    'Written: drizzle/0001_names.sql, drizzle/0002_names.sql, drizzle/0003_names.sql',
  );
  expect(readFileSync(join(folder, 'drizzle/0001_names.sql'), 'utf8')).toContain(
    'RENAME COLUMN "name" TO "full_name"',
  );
  const files = readdirSync(join(folder, 'drizzle')).filter((name) => name.endsWith('.sql'));
  expect(files).toEqual(['0000_init.sql', '0001_names.sql', '0002_names.sql', '0003_names.sql']);
  expect(await generate(folder, 'nothing')).toBe('');
  expect(await applyAll(folder)).toContain('people');

  writeFileSync(
    join(folder, schemaFile),
    text("fullName: text('full_name'), age: text('age'), more: text('more')"),
  );
  const again = await runGenerate(folder, ['--again']);
  expect(again.exitCode, again.stderr).toBe(0);
  expect(readFileSync(join(folder, 'drizzle/0003_names.sql'), 'utf8')).toContain('"more"');
});

it('finds what the tables need in the migration before it, where nothing was installed at creation', async () => {
  const parent = temporaryFolder({ 'schema.ts': needing });
  symlinkSync(join(packageRoot(), 'node_modules'), join(parent, 'node_modules'));
  const args = ['service', '--schema', 'schema.ts', '--no-install', '--no-git', '--yes', '--json'];
  const { exitCode, stdout, stderr } = await runInstalledKit(args, { cwd: parent });
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
