import { sql } from 'drizzle-orm';
import { check, integer, pgTable, varchar } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { asOwner } from '../../test/database';
import { expectProblem } from '../../test/expect';
import { testModule } from '../../test/module';
import { indexConstraints } from '../db/constraints';
import { postgresProblem } from './postgres-problems';

/** Runs the SQL that it is sent, so that Postgres itself fails. */
const postgres = testModule('postgres', (app) => {
  const statement = z.object({ text: z.string() });
  const run = async ({ text }: z.infer<typeof statement>) => {
    await app.db.execute(sql.raw(text));
    return {};
  };
  const config = { work: ['write'] } as const;
  app.post('/', { config, schema: { body: statement } }, ({ body }) => run(body));
  app.delete('/', { config, schema: { querystring: statement } }, ({ query }) => run(query));
});

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({ modules: [postgres] });
  await asOwner(sql`
    create table problem_parents (id int primary key, price int check (price > 0), name varchar(3) not null)`);
  await asOwner(sql`
    create table problem_children (id int primary key references problem_parents)`);
  await service.db.execute(sql`insert into problem_parents values (1, 1, 'a'), (2, 1, 'b')`);
  await service.db.execute(sql`insert into problem_children values (1)`);
  await asOwner(sql`
    create table problem_restricted (id int references problem_parents on delete restrict)`);
  await service.db.execute(sql`insert into problem_restricted values (2)`);
  await asOwner(sql`
    create table problem_ranges (span int4range, exclude using gist (span with &&))`);
  await asOwner(sql`create table problem_bits (flags bit(3))`);
  await asOwner(sql`create table problem_texts (body text unique)`);
  await service.db.execute(sql`insert into problem_ranges values ('[1,5]')`);
  await asOwner(sql`create table problem_rows (id int)`);
  await asOwner(sql`alter table problem_rows enable row level security`);
  await asOwner(sql`create table problem_hidden (id int)`);
  await asOwner(sql.raw(`revoke all on problem_hidden from ${inject('serviceRole').username}`));
});

afterAll(async () => {
  await service.close();
});

test.each([
  ["insert into problem_parents values (1, 1, 'c')", 409],
  ['insert into problem_children values (7)', 409],
  ["insert into problem_parents values (3, 0, 'c')", 422],
  ["insert into problem_parents values (3, 1, 'long')", 422],
  ['insert into problem_parents values (3, 1, null)', 422],
  ["insert into problem_parents values (99999999999, 1, 'c')", 422],
  ["select 'x'::uuid", 422],
  ["select '2020-02-31'::date", 422],
  ["select 'soon'::date", 422],
  ["select '2020-01-01 00:00:00+23:00'::timestamptz", 422],
  ["select 'P99999999999Y'::interval", 422],
  ["do $$ begin raise sqlstate '2200M'; end $$", 422],
  ["insert into problem_bits values ('10')", 422],
  [
    "insert into problem_texts select string_agg(md5(i::text), '') from generate_series(1, 200) i",
    422,
  ],
  ["insert into problem_ranges values ('[4,9]')", 409],
  [String.raw`select convert_from('\xff', 'UTF8')`, 422],
  [String.raw`select '"\u0000"'::jsonb`, 422],
  ["do $$ begin raise sqlstate '40001'; end $$", 503],
  ["do $$ begin raise sqlstate '40P01'; end $$", 503],
  ["do $$ begin raise sqlstate '55P03'; end $$", 503],
  ["do $$ begin raise sqlstate '53300'; end $$", 503],
  ["do $$ begin raise sqlstate '57P02'; end $$", 503],
  ["begin read only; insert into problem_texts values ('a'); commit", 503],
  ["do $$ begin raise sqlstate '53100'; end $$", 503],
  ["do $$ begin raise sqlstate '53200'; end $$", 503],
  ["do $$ begin raise sqlstate '53000'; end $$", 503],
  ["do $$ begin raise sqlstate '53400'; end $$", 503],
  ["do $$ begin raise sqlstate '57P05'; end $$", 503],
  ["do $$ begin raise sqlstate '25P03'; end $$", 503],
  ["do $$ begin raise sqlstate '58030'; end $$", 503],
  ["do $$ begin raise exception 'an order of % is too large', 7; end $$", 409],
  ['insert into problem_hidden values (1)', 500],
  ["do $$ begin raise sqlstate '57P03'; end $$", 503],
  ["do $$ begin raise sqlstate '08006'; end $$", 503],
  ["do $$ begin raise sqlstate '28P01'; end $$", 503],
  ["do $$ begin raise sqlstate '3D000'; end $$", 503],
  ['set statement_timeout = 100; select pg_sleep(30)', 503],
  ['select pg_terminate_backend(pg_backend_pid())', 503],
  ['select 1/0', 500],
  ['select * from nowhere', 500],
])('%s is a %i', async (statement, status) => {
  const response = await service.send('POST', '/v1/postgres/', { payload: { text: statement } });
  const { detail } = expectProblem(response, status);
  expect(detail).toBeDefined();
  expect(response.body).not.toContain(statement);
  expect(response.headers['retry-after'] !== undefined).toBe(status === 503);
});

test('what row level security refuses is a 409, to a service that it holds for', async () => {
  // Where tables of the schema have some, the role of the tests is let past it.
  const { rows } = await service.db.execute<{ isPast: boolean }>(
    sql`select rolbypassrls as "isPast" from pg_roles where rolname = current_user`,
  );
  const payload = { text: 'insert into problem_rows values (1)' };
  const response = await service.send('POST', '/v1/postgres/', { payload });
  expect(response.statusCode).toBe(rows[0]?.isPast ? 200 : 409);
});

/** A request without a body. */
const sendInUrl = (text: string) => {
  const query = new URLSearchParams({ text });
  return service.send('DELETE', `/v1/postgres/?${query.toString()}`);
};

test.each([1, 2])('row %i, which another refers to, can not go', async (id) => {
  const response = await sendInUrl(`delete from problem_parents where id = ${id}`);
  expect(expectProblem(response, 409).detail).toBe('Others still refer to it.');
});

test.each([
  ['update problem_parents set price = 0', 409],
  ['update problem_parents set name = null', 409],
  ["select 'x'::uuid", 400],
])('without a body, nothing in it can be wrong: %s is a %i', async (statement, status) => {
  expectProblem(await sendInUrl(statement), status);
});

test('a check of one column says which field is wrong', async () => {
  const parents = pgTable(
    'problem_parents',
    { cost: integer('price'), name: varchar({ length: 3 }) },
    () => [check('problem_parents_price_check', sql`price > 0`)],
  );
  const known = indexConstraints({ parents });
  const broken = service.db.execute(sql`insert into problem_parents values (3, 0, 'c')`);
  const error: unknown = await Promise.resolve(broken).catch((reason: unknown) => reason);
  const detail = 'Breaks the rule problem_parents_price_check';
  const asked = { method: 'POST', body: { cost: 0 } };
  expect(postgresProblem(error, asked, known)).toMatchObject({
    status: 422,
    errors: [{ pointer: '#/cost', detail }],
  });
  // The row may be a part of the body only.
  expect(postgresProblem(error, { ...asked, at: ['of a'] }, known)?.errors).toEqual([
    { pointer: '#/of%20a/cost', detail },
  ]);
  // Of one that the schema does not name, nobody knows.
  expect(postgresProblem(error, asked)?.errors).toBeUndefined();
});

test('what a trigger wrote is no fault of the body, which lacks that field', async () => {
  await asOwner(
    sql`create table problem_written (id int, price int check (price > 0), name text not null, kind text constraint one_kind unique)`,
    sql`create function write_problem() returns trigger language plpgsql as $$
      begin
        if new.id = 1 then new.price = 0; elsif new.id = 2 then new.name = null; else new.kind = 'a'; end if;
        return new;
      end $$`,
    sql`create trigger write_problem before insert on problem_written for each row execute function write_problem()`,
  );
  const written = pgTable(
    'problem_written',
    { id: integer(), price: integer(), name: varchar(), kind: varchar().unique('one_kind') },
    () => [check('problem_written_price_check', sql`price > 0`)],
  );
  const known = indexConstraints({ written });
  const placesOf = async (id: number, more: object = {}) => {
    const insert = sql`insert into problem_written values (${id}, 1, 'a')`;
    const broken = Promise.resolve(service.db.execute(insert));
    const error: unknown = await broken.catch((reason: unknown) => reason);
    const asked = { method: 'POST', body: { id, name: 'a', ...more } };
    const problem = postgresProblem(error, asked, known);
    return { status: problem?.status, places: problem?.errors?.map(({ pointer }) => pointer) };
  };
  expect(await placesOf(1)).toEqual({ status: 422, places: undefined });
  expect(await placesOf(1, { price: 1 })).toEqual({ status: 422, places: ['#/price'] });
  expect(await placesOf(2)).toEqual({ status: 422, places: undefined });
  await placesOf(3);
  expect(await placesOf(3)).toEqual({ status: 409, places: undefined });
  expect(await placesOf(3, { kind: 'b' })).toEqual({ status: 409, places: ['#/kind'] });
});

test('an error that is its own cause is looked at, not for ever', () => {
  let asked = 0;
  const circle = Object.defineProperty(new Error('x'), 'cause', {
    get() {
      asked += 1;
      if (asked > 100) throw new Error('for ever');
      return circle;
    },
  });
  expect(postgresProblem(circle, { method: 'GET' })).toBeUndefined();
});

test('a database that can not be reached is a 503', async () => {
  // Nothing listens on port 1.
  const { send, close } = await createTestApp({
    modules: [postgres],
    env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
  });
  const response = await send('POST', '/v1/postgres/', { payload: { text: 'select 1' } });
  expectProblem(response, 503);
  expect(response.headers['retry-after']).toBe('5');
  await close();
});
