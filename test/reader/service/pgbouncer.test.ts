import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/kit/package.ts';
import { type PgBouncer, startPgBouncer } from '../../support/pgbouncer.ts';
import { startPostgres } from '../../support/postgres.ts';

// The database layer of a service, behind a real PgBouncer in transaction mode.

type Run = (context: object, given?: object) => Promise<unknown>;

interface Answer {
  status: number;
  headers: object;
  body: string;
}

interface Service {
  createDatabase: (config: object) => {
    db: { execute: (query: unknown) => Promise<{ rows: unknown[] }> };
    check: () => Promise<void>;
    close: () => Promise<void>;
  };
  loadConfig: (env: NodeJS.ProcessEnv) => { database: object };
  prepared: (query: unknown) => Run;
  builder: { select: (fields: object) => { from: (source: unknown) => unknown } };
  inTransaction: <Result>(
    context: object,
    work: (context: object) => Promise<Result>,
  ) => Promise<Result>;
  claimKey: (context: object, claim: object, bounds: object) => Promise<boolean>;
  keptAnswer: (context: object, claim: object) => Promise<Answer>;
  keepAnswer: (context: object, claim: object, answer: Answer) => Promise<void>;
  idempotencyAnswers: unknown;
  databaseHint: (error: unknown) => string | undefined;
  sql: (text: TemplateStringsArray, ...values: unknown[]) => unknown;
}

/**
 * The service's files, with those of keys among them, as they lie in a service. Not static imports: they import without extensions,
 * which the kit's compiler settings refuse.
 */
async function serviceModules(): Promise<Service> {
  const cache = join(packageRoot(), '.cache');
  mkdirSync(cache, { recursive: true });
  source = mkdtempSync(join(cache, 'pgbouncer-'));
  for (const from of ['service', 'features/idempotency']) {
    cpSync(join(packageRoot(), 'templates', from, 'src'), source, { recursive: true });
  }
  const modules = [
    'db/client',
    'db/prepared',
    'db/transaction',
    'db/hints',
    'config/index',
    'idempotency/answers',
    'idempotency/table',
  ];
  const loaded = await Promise.all(
    modules.map(
      (name) => import(/* @vite-ignore */ pathToFileURL(join(source, `${name}.ts`)).href),
    ),
  );
  const { sql } = await import('drizzle-orm');
  return Object.assign({ sql }, ...loaded) as Service;
}

let source: string;
let postgres: { url: string; stop: () => void };
let pgbouncer: PgBouncer;
let service: Service;
let database: ReturnType<Service['createDatabase']> | undefined;

beforeAll(async () => {
  service = await serviceModules();
  postgres = await startPostgres();
  const target = new URL(postgres.url);
  const name = target.pathname.slice(1);
  pgbouncer = await startPgBouncer(target, (server) => [
    `several = ${server} dbname=${name} pool_size=5`,
  ]);
}, 60_000);

afterEach(async () => {
  await database?.close();
  database = undefined;
});

afterAll(() => {
  pgbouncer?.remove();
  postgres?.stop();
  if (source) rmSync(source, { recursive: true });
});

function open(env: NodeJS.ProcessEnv) {
  const { createDatabase, loadConfig } = service;
  database = createDatabase(
    loadConfig({ APP_ENV: 'test', DATABASE_URL: pgbouncer.url, ...env }).database,
  );
  return database;
}

describe('behind PgBouncer in transaction mode', () => {
  it('statements and transactions run, however clients take turns', async () => {
    const { db, check } = open({ DATABASE_POOLER: 'transaction' });
    const { builder, prepared, inTransaction, sql } = service;
    const find = prepared(builder.select({ n: sql`1` }).from(sql`(select 1) one`));
    const expected = [{ n: 1 }];
    const all = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0 ? inTransaction({ db }, find) : find({ db }),
    );
    expect(await Promise.all(all)).toEqual(all.map(() => expected));
    await check();
  });

  it('a statement is cancelled, and PgBouncer is still there', async () => {
    const { db } = open({ DATABASE_POOLER: 'transaction' });
    const { builder, prepared, sql } = service;
    const slow = prepared(
      builder.select({ slept: sql`pg_sleep(60)::text` }).from(sql`(select 1) one`),
    );
    const find = prepared(builder.select({ n: sql`1` }).from(sql`(select 1) one`));
    for (let i = 0; i < 3; i += 1) {
      const signal = AbortSignal.timeout(200);
      await expect(slow({ db, signal })).rejects.toHaveProperty('name', 'TimeoutError');
      // There is one connection to Postgres: it would have to wait for the other one's end.
      expect(await find({ db })).toEqual([{ n: 1 }]);
    }
    expect(pgbouncer.isRunning()).toBe(true);
  });

  it('of writes under one key one is done, and the others wait for its answer', async () => {
    const several = new URL(pgbouncer.url);
    several.pathname = '/several';
    const { db } = open({ DATABASE_POOLER: 'transaction', DATABASE_URL: several.href });
    const { claimKey, keepAnswer, keptAnswer, idempotencyAnswers, inTransaction, sql } = service;
    await db.execute(sql`create table ${idempotencyAnswers} (
      caller text, tenant text, route text, key text, request_hash text, status smallint, headers jsonb,
      body text, created_at timestamptz, primary key (caller, tenant, route, key))`);
    await db.execute(sql`create table things (id int generated always as identity, key text)`);
    const bounds = { wait: 5000, lockTimeout: 5000, keptHours: 24 };
    const write = (key: string) => {
      const claim = { caller: '', tenant: '', route: 'POST /v1/things', key, requestHash: 'x' };
      return inTransaction({ db }, async (context) => {
        if (!(await claimKey(context, claim, bounds)))
          return (await keptAnswer(context, claim)).body;
        const within = context as { db: typeof db };
        // Long enough for the others to come.
        const { rows } = await within.db.execute(
          sql`insert into things (key) select ${key} from pg_sleep(0.2) returning id::text as body`,
        );
        const [answer] = rows as { body: string }[];
        await keepAnswer(context, claim, { status: 201, headers: {}, body: answer?.body ?? '' });
        return answer?.body;
      });
    };
    for (const key of ['a', 'b', 'c']) {
      const bodies = await Promise.all(Array.from({ length: 10 }, () => write(key)));
      const [first] = bodies;
      expect(first).toMatch(/^\d+$/);
      expect(new Set([...bodies, await write(key)])).toEqual(new Set([first]));
    }
    const counted = await db.execute(sql`select count(*)::int as things from things`);
    expect(counted.rows).toEqual([{ things: 3 }]);
    // What a claim sets holds for its transaction, and meets nobody who has the connection after it.
    const settings = await Promise.all(
      Array.from({ length: 10 }, () => db.execute(sql`show lock_timeout`)),
    );
    expect(new Set(settings.map(({ rows }) => JSON.stringify(rows)))).toHaveProperty('size', 1);
    expect(settings[0]?.rows).toEqual([{ lock_timeout: '0' }]);
  });

  it('without the variable, the first error says which it is', async () => {
    const { check } = open({});
    const error: unknown = await check().catch((failure: unknown) => failure);
    expect(service.databaseHint(error)).toContain('DATABASE_POOLER=transaction');
  });
});
