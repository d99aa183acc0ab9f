import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { debianProgram } from '../../support/debian.ts';
import { startPostgres } from '../../support/postgres.ts';

// The database layer of a service, behind a real PgBouncer in transaction mode.

type Run = (context: object, given?: object) => Promise<unknown>;

interface Service {
  createDatabase: (config: object) => {
    db: { execute: (query: unknown) => Promise<{ rows: unknown[] }> };
    check: () => Promise<void>;
    close: () => Promise<void>;
  };
  loadConfig: (env: NodeJS.ProcessEnv) => { database: object };
  prepared: (query: unknown) => Run;
  builder: { select: (fields: object) => { from: (source: unknown) => unknown } };
  inTransaction: (context: object, work: Run) => Promise<unknown>;
  poolerHint: (error: unknown) => string | undefined;
  sql: (text: TemplateStringsArray, ...values: unknown[]) => unknown;
}

/** Not static imports: the service's files import without extensions, which the kit's compiler settings refuse. */
async function serviceModules(): Promise<Service> {
  const src = new URL('../../../templates/service/src/', import.meta.url);
  const modules = ['db/client', 'db/prepared', 'db/transaction', 'db/errors', 'config/index'];
  const loaded = await Promise.all(
    modules.map((name) => import(/* @vite-ignore */ new URL(`${name}.ts`, src).href)),
  );
  const { sql } = await import('drizzle-orm');
  return Object.assign({ sql }, ...loaded) as Service;
}

let folder: string;
let postgres: { url: string; stop: () => void };
let pgbouncer: ChildProcess;
let url: string;
let service: Service;
let database: ReturnType<Service['createDatabase']> | undefined;

beforeAll(async () => {
  service = await serviceModules();
  postgres = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  url = await startPgBouncer(new URL(postgres.url));
}, 60_000);

afterEach(async () => {
  await database?.close();
  database = undefined;
});

afterAll(() => {
  pgbouncer?.kill();
  postgres?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

async function startPgBouncer(target: URL): Promise<string> {
  const { command, env } = await debianProgram('pgbouncer');
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${target.hostname} port=${target.port} user=${target.username} password=${target.password}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'auth_type = any',
      'pool_mode = transaction',
      // Clients take turns on one connection, so that what one leaves behind meets the next.
      'default_pool_size = 1',
      'unix_socket_dir =',
    ].join('\n'),
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  chmodSync(folder, 0o755);
  pgbouncer = spawn(command, [...user, file], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const own = new URL(target);
  own.host = `127.0.0.1:${port}`;
  for await (const text of pgbouncer.stderr ?? []) {
    if (String(text).includes('process up')) break;
  }
  return own.href;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function open(env: NodeJS.ProcessEnv) {
  const { createDatabase, loadConfig } = service;
  database = createDatabase(loadConfig({ APP_ENV: 'test', DATABASE_URL: url, ...env }).database);
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
    expect(pgbouncer.exitCode).toBeNull();
  });

  it('without the variable, the first error says which it is', async () => {
    const { check } = open({});
    const error: unknown = await check().catch((failure: unknown) => failure);
    expect(service.poolerHint(error)).toContain('DATABASE_POOLER=transaction');
  });
});
