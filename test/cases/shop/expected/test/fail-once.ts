import { type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '../src/db/client';

/**
 * Makes the next statement that writes to the table fail as the victim of a deadlock does; the one after that works. The
 * count is a sequence, which a transaction that fails does not turn back.
 */
export async function failOnce(db: Database, table: PgTable): Promise<void> {
  const statements: SQL[] = [
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
  ];
  for (const statement of statements) await db.execute(statement);
}
