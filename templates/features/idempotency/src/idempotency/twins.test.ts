import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app';
import { expectProblem, expectStatus } from '../../test/expect';
import {
  countKept,
  createThings,
  type During,
  PATIENT,
  thingPoster,
  thingsModule,
} from '../../test/idempotency/things';

let t: TestApp;
/** On the same database, with a pool of its own: as good as another process. */
let other: TestApp;
/** Waits for nobody. */
let hasty: TestApp;

let during: During;

beforeAll(async () => {
  const modules = [thingsModule((...given) => during(...given))];
  t = await createTestApp({ modules, env: PATIENT });
  other = await createTestApp({ modules, env: PATIENT });
  hasty = await createTestApp({ modules, env: { IDEMPOTENCY_WAIT_MS: '50' } });
  await createThings();
});

beforeEach(() => {
  during = async () => {};
});

/** What a test that failed has left held up. */
const held: (() => void)[] = [];

afterEach(() => {
  for (const release of held.splice(0)) release();
});

afterAll(() => Promise.all([t.close(), other.close(), hasty.close()]));

const post = thingPoster(() => t);

/** Holds what is done about a thing of this name, from its write on. */
function hold(name: string) {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  during = async (_, current) => {
    if (current !== name) return;
    reached.resolve();
    await released.promise;
  };
  held.push(released.resolve);
  return { reached: reached.promise, release: () => released.resolve() };
}

/** How many wait in Postgres for somebody else's transaction. */
async function waiting(): Promise<unknown> {
  const { rows } = await t.db.execute(sql`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows[0]?.['n'];
}

test('twins are one, however many come at once, to however many processes', async () => {
  const sent = Array.from({ length: 50 }, (_, i) =>
    post({ name: 'many' }, 'many', { app: i % 2 ? t : other }),
  );
  const answers = await Promise.all(sent);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 201));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  const isFirst = ({ headers }: LightMyRequestResponse) => !headers['idempotency-replayed'];
  expect(answers.filter(isFirst)).toHaveLength(1);
  expect(await countKept(t.db, 'many')).toEqual([1, 1]);
});

test('a twin waits for the one that is under way, wherever that is, and gets its answer', async () => {
  const { reached, release } = hold('slow');
  const first = post({ name: 'slow' }, 'slow');
  await reached;
  const here = post({ name: 'slow' }, 'slow');
  const there = post({ name: 'slow' }, 'slow', { app: other });
  await expect.poll(waiting).toBe(1);
  release();
  const { body } = await first;
  expect([(await here).body, (await there).body]).toEqual([body, body]);
  expect(await countKept(t.db, 'slow')).toEqual([1, 1]);
});

test('a twin with another body waits, and is refused', async () => {
  const { reached, release } = hold('mine');
  const first = post({ name: 'mine' }, 'mine');
  await reached;
  const here = post({ name: 'yours' }, 'mine');
  const there = post({ name: 'yours' }, 'mine', { app: other });
  await expect.poll(waiting).toBe(1);
  release();
  expectStatus(await first, 201);
  expectProblem(await here, 422);
  expectProblem(await there, 422);
  expect((await countKept(t.db, 'yours'))[0]).toBe(0);
});

test('a twin is done itself when the one that was under way comes to nothing', async () => {
  const { reached, release } = hold('fails');
  const holding = during;
  let times = 0;
  during = async (...given) => {
    await holding(...given);
    times += 1;
    if (times === 1) throw new Error('not this time');
  };
  const first = post({ name: 'fails' }, 'fails');
  await reached;
  const here = post({ name: 'fails' }, 'fails');
  const there = post({ name: 'fails' }, 'fails', { app: other });
  await expect.poll(waiting).toBe(1);
  release();
  expectStatus(await first, 500);
  expectStatus(await here, 201);
  expect((await there).body).toBe((await here).body);
  expect(await countKept(t.db, 'fails')).toEqual([1, 1]);
});

test.each([
  ['here', () => hasty],
  ['there', () => t],
])(
  'a twin waits for one that is under way %s for so long and no longer',
  async (where, appOfFirst) => {
    const { reached, release } = hold(where);
    const first = post({ name: where }, where, { app: appOfFirst() });
    await reached;
    const twin = await post({ name: where }, where, { app: hasty });
    expectProblem(twin, 409);
    expect(twin.headers['retry-after']).toBe('1');
    release();
    expectStatus(await first, 201);
    expect((await post({ name: where }, where, { app: hasty })).body).toBe((await first).body);
  },
);

test('twins that wait leave the connections to others', async () => {
  const { reached, release } = hold('patient');
  const first = post({ name: 'patient' }, 'patient');
  await reached;
  // Twice as many as there are connections.
  const twins = Array.from({ length: 10 }, () => post({ name: 'patient' }, 'patient'));
  expectStatus(await post({ name: 'passes' }), 201);
  expectStatus(await post({ name: 'passes, too' }, 'passes'), 201);
  release();
  const { body } = await first;
  expect((await Promise.all(twins)).map((twin) => twin.body)).toEqual(twins.map(() => body));
});

test('a request whose client hangs up is not kept, and is done when it is sent again', async () => {
  const reached = Promise.withResolvers<void>();
  const noticed = Promise.withResolvers<void>();
  during = async ({ signal }) => {
    signal?.addEventListener('abort', () => noticed.resolve());
    reached.resolve();
    await noticed.promise;
  };
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = t.app.server.address() as AddressInfo;
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'gone' };
  const client = httpRequest({ port, path: '/v1/things', method: 'POST', headers });
  client.on('error', () => {}).end(JSON.stringify({ name: 'gone' }));
  await reached.promise;
  client.destroy();
  await noticed.promise;
  during = async () => {};
  const anew = await post({ name: 'gone' }, 'gone');
  expectStatus(anew, 201);
  expect(anew.headers['idempotency-replayed']).toBeUndefined();
  expect(await countKept(t.db, 'gone')).toEqual([1, 1]);
});
