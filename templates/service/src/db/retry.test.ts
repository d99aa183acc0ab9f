import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testConfig } from '../../test/config';
import { testDatabaseUrl } from '../../test/database';
import { noTime } from '../../test/time';
import type { Context } from './context';
import { createDatabase, type DatabaseHandle } from './client';
import { connectionFailed } from './errors';
import { builder, prepared } from './prepared';
import { retryTransient } from './retry';
import { inTransaction } from './transaction';

const from = sql`(select 1) one`;
const one = prepared(builder.select({ n: sql`1` }).from(from));

/** The database behind a door that is closed to the first connections: what comes there ends before Postgres hears of it. */
async function behindDoor(refused: number, env: NodeJS.ProcessEnv = {}): Promise<DatabaseHandle> {
  const url = new URL(await testDatabaseUrl());
  const target = { host: url.hostname, port: Number(url.port) };
  const sockets: Socket[] = [];
  let left = refused;
  const server = createServer((socket) => {
    left -= 1;
    if (left >= 0) {
      socket.destroy();
      return;
    }
    const postgres = connect(target);
    sockets.push(socket, postgres);
    for (const end of [socket, postgres]) end.on('error', () => {});
    socket.pipe(postgres).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = await testConfig({ ...env, DATABASE_URL: url.href });
  const database = createDatabase(config.database);
  onTestFinished(async () => {
    await database.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return database;
}

/** Both ways to Postgres. */
const ways: Record<
  string,
  (context: Context, time: ReturnType<typeof noTime>) => Promise<unknown>
> = {
  statement: (context, time) => retryTransient(() => one(context), { time }),
  transaction: (context, time) => inTransaction(context, one, { time }),
};

test.each(Object.keys(ways))(
  'a connection that does not come about is tried again: %s',
  async (name) => {
    const time = noTime();
    const database = await behindDoor(2);
    await ways[name]?.(database, time);
    expect(time.waits).toEqual([0, 100]);
  },
);

test('one that never comes about is given up', async () => {
  const time = noTime();
  const database = await behindDoor(100);
  await expect(inTransaction(database, one, { time })).rejects.toSatisfy(connectionFailed);
  expect(time.waits).toEqual([0, 100, 200]);
});

test('a connection that breaks under a statement is not: it may have been done', async () => {
  const database = await behindDoor(0);
  const time = noTime();
  const broken = inTransaction(
    database,
    ({ db }) => db.execute(sql`select pg_terminate_backend(pg_backend_pid())`),
    { time },
  );
  await expect(broken).rejects.toSatisfy(connectionFailed);
  expect(time.waits).toEqual([]);
});

test('nor is waiting for a connection in vain: the database is busy, and would be busier', async () => {
  const env = { DATABASE_POOL_MAX: '1', DATABASE_CONNECTION_TIMEOUT_MS: '200' };
  const database = await behindDoor(0, env);
  // On a busy machine connecting, too, may take longer than that.
  const held = await vi.waitFor(() => database.pool.connect(), { timeout: 30_000 });
  const time = noTime();
  await expect(inTransaction(database, one, { time })).rejects.toThrow('timeout');
  expect(time.waits).toEqual([]);
  held.release();
});
