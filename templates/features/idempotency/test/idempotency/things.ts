import { sql } from 'drizzle-orm';
import { integer, pgSchema, text } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Database } from '../../src/db/client';
import type { Context } from '../../src/db/context';
import type { Declaration } from '../../src/http/guards';
import type { App } from '../../src/http/types';
import { once } from '../../src/idempotency';
import { idempotencyAnswers } from '../../src/idempotency/table';
import type { TestApp } from '../app';
import { asOwner } from '../database';
import { testModule } from '../module';

// A table and routes of these tests alone, so that they hold whatever the tables of the service are.

const own = pgSchema('idempotency_test');

export const testThings = own.table('things', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
  note: text('note'),
});

/** Of a service whose twins wait as long as it takes: on a busy machine the usual times are over before the first is done. */
export const PATIENT = {
  IDEMPOTENCY_WAIT_MS: '60000',
  REQUEST_DEADLINE_MS: '50000',
  DATABASE_STATEMENT_TIMEOUT_MS: '50000',
  DATABASE_CONNECTION_TIMEOUT_MS: '50000',
};

export async function createThings(): Promise<void> {
  await asOwner(
    sql`create schema idempotency_test`,
    sql`create table ${testThings} (
      id int primary key generated always as identity, name text not null unique, note text)`,
  );
}

/** What a route does between its write and the end of its transaction. */
export type During = (context: Context, name: string) => Promise<unknown>;

const body = z.strictObject({ name: z.string().max(20), note: z.string().optional() });
const thing = z.object({ id: z.number(), name: z.string(), note: z.string().nullable() });

/** Routes that make a thing: as those of modules do, on a shelf, and with a key that has to be there. */
export function thingsModule(during: During = async () => {}) {
  return testModule('things', (app) => {
    makeThings(app, during, { url: '/', guards: ['idempotency'] });
    makeThings(app, during, { url: '/on/:shelf', guards: ['idempotency'] });
    makeThings(app, during, { url: '/strict', guards: ['idempotency', 'idempotencyRequired'] });
  });
}

/** One of them, for a module that says itself who may call it. */
export function makeThings(
  app: App,
  during: During,
  { url, guards }: Pick<Declaration, 'guards'> & { url: string },
): void {
  app.post(
    url,
    { config: { guards, work: ['write'] }, schema: { body, response: { 201: thing } } },
    (request, reply) =>
      once(request, reply, async (context) => {
        const [row] = await context.db.insert(testThings).values(request.body).returning();
        if (!row) throw new Error('There is no row.');
        await during(context, row.name);
        reply.code(201);
        reply.header('location', `${app.prefix}/${row.id}`);
        reply.header('etag', `"${row.id}"`);
        return row;
      }),
  );
}

/** How many things there are of a name, and how many answers are kept under a key. */
export async function countKept(db: Database, name: string, key = name): Promise<[number, number]> {
  const { rows } = await db.execute<{ things: number; answers: number }>(sql`
    select (select count(*)::int from ${testThings} where name = ${name}) as things,
      (select count(*)::int from ${idempotencyAnswers} where key = ${key}) as answers`);
  const [row] = rows;
  return [row?.things ?? -1, row?.answers ?? -1];
}

/** Sends a thing to be made, under a key or without. */
export function thingPoster(usual: () => TestApp) {
  return (
    payload: object,
    key?: string,
    { app = usual(), url = '/v1/things' }: { app?: TestApp; url?: string } = {},
  ) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    return app.send('POST', url, { payload, headers });
  };
}
