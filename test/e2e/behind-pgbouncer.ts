import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { stopChild } from '../support/children.ts';
import { outsideEnv } from '../support/outside.ts';
import { type PgBouncer, startPgBouncer } from '../support/pgbouncer.ts';
import { holdDatabase, type RunningService, startBuilt } from '../support/running-service.ts';
import { type Send } from './journey.ts';

/** A built service whose connections all go through a real PgBouncer in transaction mode. */
export interface Pooled {
  service: RunningService;
  pgbouncer: PgBouncer;
  /** Asks Postgres itself. */
  ask: (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  stop: () => Promise<void>;
}

export async function startBehindPgBouncer(folder: string): Promise<Pooled> {
  const bin = join(folder, 'node_modules', '.bin');
  const { holder, databaseUrl } = await holdDatabase(folder, outsideEnv({}, [bin]));
  const direct = new Client({ connectionString: databaseUrl });
  await direct.connect();
  // A server that writes times in its own way: behind a pooler, connections are made without most of their settings.
  await direct.query(`alter role postgres set datestyle = 'SQL, DMY'`);
  const pgbouncer = await startPgBouncer(new URL(databaseUrl));
  const env = { DATABASE_URL: pgbouncer.url, DATABASE_POOLER: 'transaction' };
  const service = await startBuilt(folder, [], env);
  return {
    service,
    pgbouncer,
    ask: async (statement, values) => (await direct.query(statement, values)).rows,
    stop: async () => {
      await service.stop();
      pgbouncer.remove();
      await direct.end();
      await stopChild(holder);
    },
  };
}

/** Somebody new, whose address is confirmed. @returns their tokens */
export async function signUp(
  send: Send,
  { ask }: Pooled,
  profile: object,
): Promise<Record<'accessToken' | 'refreshToken', string>> {
  const email = `${randomUUID()}@example.com`;
  const password = 'correct horse battery';
  const registered = await send('POST', '/v1/auth/register', {
    body: { email, password, profile },
  });
  expect(registered.status).toBe(202);
  await ask('update sign_in_accounts set email_verified_at = now() where email = $1', [email]);
  const body = { email, password, client: 'api' };
  const { status, body: tokens } = await send('POST', '/v1/auth/login', { body });
  expect(status).toBe(200);
  return tokens as Record<'accessToken' | 'refreshToken', string>;
}
