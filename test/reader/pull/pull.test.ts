import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDatabase } from '../../../src/pull/database.ts';
import { withPulledSchema } from '../../../src/pull/pull.ts';
import { createDatabase, startPostgres } from '../../support/postgres.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const odd = readFileSync(join(repository, 'test/fixtures/pull/odd.sql'), 'utf8');

let server: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

async function runSql(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('a database full of odd things', () => {
  let original: string;
  let copy: string;
  let schema: string;
  let losses: string[];
  let workplace: string;

  beforeAll(async () => {
    // Within the repository, so that the schema finds drizzle-orm.
    mkdirSync(join(repository, '.cache'), { recursive: true });
    workplace = mkdtempSync(join(repository, '.cache', 'pull-'));
    original = await createDatabase(server.url, 'pull_original');
    await runSql(original, odd);
    await withPulledSchema(original, recordedTerminal(), async ([file = ''], notices) => {
      schema = readFileSync(file, 'utf8');
      losses = notices.map(({ subject, message }) => `${subject}: ${message}`);
    });
    copy = await createDatabase(server.url, 'pull_copy');
    await runSql(
      copy,
      'create extension citext',
      'create extension "uuid-ossp"',
      ...(await migration()),
    );
  });

  afterAll(() => rmSync(workplace, { recursive: true, force: true }));

  /** The statements of the migration that drizzle-kit writes for the pulled schema. */
  async function migration(): Promise<string[]> {
    writeFileSync(join(workplace, 'schema.ts'), schema);
    const kit = join(repository, 'node_modules/drizzle-kit/bin.cjs');
    const args = [
      'generate',
      '--dialect',
      'postgresql',
      '--schema',
      './schema.ts',
      '--out',
      './out',
      '--name',
      'init',
    ];
    await execa(process.execPath, [kit, ...args], { cwd: workplace });
    const sql = readFileSync(join(workplace, 'out', '0000_init.sql'), 'utf8');
    return sql.split('--> statement-breakpoint');
  }

  it('gives a schema whose migration makes the same columns, defaults, keys and indexes', async () => {
    const [before, after] = await Promise.all([describeDatabase(original), describeDatabase(copy)]);
    expect(after).toEqual(before);
  });

  it('compiles', async () => {
    const args = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2023',
      '--module',
      'preserve',
      '--types',
      'node',
    ];
    const result = await execa('tsc', [...args, '--ignoreConfig', join(workplace, 'schema.ts')], {
      preferLocal: true,
      localDir: repository,
      cwd: repository,
      reject: false,
    });
    expect(result.stdout).toBe('');
  });

  it('says by name what a Drizzle schema has no words for', () => {
    expect(losses).toEqual([
      expect.stringMatching(/^public\.bookings: .*no_overlap/),
      expect.stringMatching(/^public\.bookings: .*touched/),
      expect.stringMatching(/^public\.coded\.amounts: .*posint/),
      expect.stringMatching(/^public\.user\.posi: .*posint/),
      expect.stringMatching(/^public\.ev: .*partitions/),
      expect.stringMatching(/^public\.logged: .*partitions/),
      expect.stringMatching(/^public\.heirs: .*ancestors/),
    ]);
  });

  it('keeps what a domain says of NULL, and gives an inherited id a sequence of its own', () => {
    expect(schema).toContain("code: varchar('code', { length: 8 }).notNull()");
    expect(schema).toContain("amounts: integer('amounts').array()");
    expect(schema).toMatch(/pgTable\('heirs', \{\s+id: serial\('id'\)\.notNull\(\)/);
  });

  it('takes a partitioned table for the one table that it is', () => {
    expect(schema).toMatch(/pgTable\('ev', /);
    expect(schema).not.toMatch(/'ev1', \{/);
  });

  it('gives every table and column a name that TypeScript accepts', () => {
    const exported = [...schema.matchAll(/^export const (\S+) =/gm)].map((match) => match[1]);
    expect(exported).toEqual(
      expect.arrayContaining([
        'classTable',
        'textTable',
        'checkTable',
        'deleteTable',
        'users',
        'usersTable',
      ]),
    );
    expect(new Set(exported).size).toBe(exported.length);
  });
});

/** What can be compared of a database: not names of constraints, which drizzle gives in its own way. */
async function describeDatabase(url: string): Promise<Record<string, unknown[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const rows = async (sql: string) => (await client.query(sql)).rows;
  // Domains become their base type, and partitions the table that they belong to; the others have tests of their own.
  const own = `n.nspname in ('public', 'billing') and c.relname not in ('ev1', 'logged1', 'coded', 'heirs')`;
  try {
    return {
      columns: await rows(`
        select n.nspname, c.relname, a.attname, a.attnotnull, a.attidentity, a.attgenerated,
          case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) else format_type(a.atttypid, a.atttypmod) end as type,
          replace(pg_get_expr(d.adbin, d.adrelid), 'CURRENT_TIMESTAMP', 'now()') as default
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where ${own} and a.attnum > 0 and c.relkind in ('r', 'p', 'v', 'm') order by 1, 2, a.attnum`),
      constraints: await rows(`
        select n.nspname, c.relname, contype, pg_get_constraintdef(k.oid) as definition
        from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
        where ${own} and contype not in ('n', 'x') order by 1, 2, 3, 4`),
      indexes: await rows(`
        select regexp_replace(replace(pg_get_indexdef(x.indexrelid), ' ONLY ', ' '), 'INDEX \\S+ ON', 'INDEX ON') as definition
        from pg_index x join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
        where ${own} and not x.indisexclusion order by 1`),
      policies: await rows(
        `select tablename, policyname, permissive, roles, cmd, qual, with_check from pg_policies order by 1, 2`,
      ),
      enums: await rows(
        `select t.typname, e.enumlabel from pg_enum e join pg_type t on t.oid = e.enumtypid order by 1, e.enumsortorder`,
      ),
    };
  } finally {
    await client.end();
  }
}

describe('a database that can not be read', () => {
  it.each([
    [
      'nobody listens',
      'postgres://u@127.0.0.1:1/d',
      /127\.0\.0\.1:1\/d can't be read: connect ECONNREFUSED/,
    ],
    [
      'there is no such host',
      'postgres://u@host.invalid/d',
      /host\.invalid:5432\/d can't be read: getaddrinfo/,
    ],
  ])('is one clear error: %s', async (_, url, message) => {
    await expect(readDatabase(url)).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringMatching(message),
    });
  });

  it('names a database that does not exist, and never a password', async () => {
    const url = new URL(server.url);
    url.pathname = '/nowhere';
    url.password ||= 'hunter2';
    const error: unknown = await readDatabase(url.href).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('"nowhere" does not exist'),
    });
    expect(String(error)).not.toContain(url.password);
  });

  it('says when there is nothing in it', async () => {
    const empty = await createDatabase(server.url, 'pull_empty');
    await expect(readDatabase(empty)).rejects.toMatchObject({ code: 'DATABASE_EMPTY' });
  });
});

it('leaves no file behind, whatever happens', async () => {
  const url = await createDatabase(server.url, 'pull_leftovers');
  await runSql(url, 'create table t (id int primary key)');
  let seen = '';
  const failing = withPulledSchema(url, recordedTerminal(), ([file = '']) => {
    seen = file;
    return Promise.reject(new Error('no'));
  });
  await expect(failing).rejects.toThrow('no');
  expect(seen).toContain(tmpdir());
  expect(() => readFileSync(seen)).toThrow('ENOENT');
});
