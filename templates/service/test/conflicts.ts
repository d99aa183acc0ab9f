import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { expect } from 'vitest';
import type { Database, Transaction } from '../src/db/client';
import { asOwner } from './database';

/**
 * Makes the next statement that writes to the table fail as the victim of a deadlock does; the one after that works. The
 * count is a sequence, which a transaction that fails does not turn back.
 */
export async function failOnce(table: PgTable): Promise<void> {
  await asOwner(
    sql`create schema if not exists fail_once`,
    sql`create sequence if not exists fail_once.writes`,
    sql`create or replace function fail_once.fail() returns trigger language plpgsql as $$
      begin
        if nextval('fail_once.writes') = 1 then raise sqlstate '40P01'; end if;
        return null;
      end $$`,
    sql`drop trigger if exists fail_once on ${table}`,
    sql`create trigger fail_once before insert or update or delete on ${table}
      for each statement execute function fail_once.fail()`,
    sql`alter sequence fail_once.writes restart`,
  );
}

/**
 * Writes in a transaction, sends a request that has to wait for it, and commits: who has read before the commit must not
 * overwrite what was committed.
 *
 * @returns the answer to the request
 */
export async function duringWrite<Answer>(
  db: Database,
  write: (tx: Transaction) => PromiseLike<unknown>,
  send: () => PromiseLike<Answer>,
): Promise<Answer> {
  const { answer } = await db.transaction(async (tx) => {
    await write(tx);
    // In an object: as it is, the transaction would wait for it.
    const sent = { answer: (async () => send())() };
    await expect.poll(() => waiting(db), { interval: 5 }).toBe(1);
    return sent;
  });
  return answer;
}

async function waiting(db: Database): Promise<unknown> {
  const { rows } = await db.execute(sql`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows[0]?.['waiting'];
}
