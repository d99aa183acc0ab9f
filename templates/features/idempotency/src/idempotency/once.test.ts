import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { failOnce } from '../../test/conflicts';
import { expectProblem, expectStatus } from '../../test/expect';
import {
  countKept,
  createThings,
  type During,
  thingPoster,
  testThings,
  thingsModule,
} from '../../test/idempotency/things';
import { testModule } from '../../test/module';
import type { Context } from '../db/context';
import { once } from '.';
import { idempotencyAnswers } from './table';

let t: TestApp;
/** The same on the same database, with a pool of its own: as good as another process. */
let other: TestApp;

const lines: string[] = [];
let during: During = async () => {};

beforeAll(async () => {
  const modules = [thingsModule((...given) => during(...given))];
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  t = await createTestApp({ modules, logger, env: { LOG_LEVEL: 'info' } });
  other = await createTestApp({ modules });
  await createThings();
});

afterAll(() => Promise.all([t.close(), other.close()]));

beforeEach(() => {
  during = async () => {};
});

const post = thingPoster(() => t);

describe('a request with a key', () => {
  test('is done once, and answered with the same status, headers and bytes', async () => {
    const first = await post({ name: 'first', note: 'grün 1.0 \u2028' }, 'first');
    expectStatus(first, 201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    for (const app of [t, other]) {
      const again = await post({ name: 'first', note: 'grün 1.0 \u2028' }, 'first', { app });
      expectStatus(again, 201);
      expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
      const { location, etag, 'content-type': type } = first.headers;
      expect(again.headers).toMatchObject({ location, etag, 'content-type': type });
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    }
    expect(await countKept(t.db, 'first')).toEqual([1, 1]);
  });

  test('is the same in whatever order its fields come, and with quotes around the key', async () => {
    const first = await post({ name: 'order', note: 'x' }, 'order');
    const again = await post({ note: 'x', name: 'order' }, '"order"');
    expectStatus(again, 201);
    expect(again.body).toBe(first.body);
  });

  test('is another one with another body, path or route', async () => {
    expectStatus(await post({ name: 'one' }, 'k'), 201);
    expectProblem(await post({ name: 'two' }, 'k'), 422);
    expectProblem(await post({ name: 'one', note: 'x' }, 'k'), 422);
    expectStatus(await post({ name: 'low' }, 'k', { url: '/v1/things/on/low' }), 201);
    expectProblem(await post({ name: 'low' }, 'k', { url: '/v1/things/on/high' }), 422);
    expectStatus(await post({ name: 'strict' }, 'k', { url: '/v1/things/strict' }), 201);
    // One for each route.
    expect(await countKept(t.db, 'two', 'k')).toEqual([0, 3]);
  });

  test('is told in the log when it is a repeat', async () => {
    lines.length = 0;
    await post({ name: 'log' }, 'log');
    await post({ name: 'log' }, 'log');
    const [first, again] = lines.map((line) => JSON.parse(line));
    expect(first).not.toHaveProperty('replayed');
    expect(again).toMatchObject({ route: expect.stringContaining('things'), replayed: true });
  });

  test('that is refused is not kept: neither for what it says, nor for what is there', async () => {
    expectProblem(await post({ name: 'x'.repeat(21) }, 'refused'), 422);
    expectStatus(await post({ name: 'taken' }), 201);
    expectProblem(await post({ name: 'taken' }, 'refused'), 409);
    const free = await post({ name: 'free' }, 'refused');
    expectStatus(free, 201);
    expect(free.headers['idempotency-replayed']).toBeUndefined();
  });

  test('is tried again after a deadlock, as a whole', async () => {
    await failOnce(testThings);
    const first = await post({ name: 'deadlock' }, 'deadlock');
    expectStatus(first, 201);
    expect((await post({ name: 'deadlock' }, 'deadlock')).body).toBe(first.body);
    expect(await countKept(t.db, 'deadlock')).toEqual([1, 1]);
  });

  test('is done anew when its answer is over, though nobody has deleted that', async () => {
    await post({ name: 'old' }, 'old');
    await t.db.delete(testThings);
    await t.db
      .update(idempotencyAnswers)
      .set({ createdAt: sql`now() - interval '23 hours 59 minutes'` });
    expect((await post({ name: 'old' }, 'old')).headers['idempotency-replayed']).toBe('true');
    await t.db
      .update(idempotencyAnswers)
      .set({ createdAt: sql`now() - interval '24 hours 1 minute'` });
    const anew = await post({ name: 'old' }, 'old');
    expectStatus(anew, 201);
    expect(anew.headers['idempotency-replayed']).toBeUndefined();
    expect(await countKept(t.db, 'old')).toEqual([1, 1]);
    expect((await post({ name: 'old' }, 'old')).body).toBe(anew.body);
  });

  test('waits for other locks no less than without one', async () => {
    const timeoutOf = async ({ db }: Context) => (await db.execute(sql`show lock_timeout`)).rows[0];
    let timeout: unknown;
    during = async (context) => {
      timeout = await timeoutOf(context);
    };
    await post({ name: 'timeout' }, 'timeout');
    expect(timeout).toEqual(await timeoutOf(t));
  });
});

describe('a key', () => {
  test.each([
    ['has at most 255 characters', 'k'.repeat(256)],
    ['is not empty', ''],
    ['is one, and not several', 'a, b'],
    ['is of ASCII', 'schl\u00fcssel'],
  ])('%s', async (_, key) => {
    expectProblem(await post({ name: 'none' }, key), 400, { parameter: 'Idempotency-Key' });
    expect((await countKept(t.db, 'none'))[0]).toBe(0);
  });

  test('may have 255 characters', async () => {
    expectStatus(await post({ name: 'long' }, 'k'.repeat(255)), 201);
  });

  test('has to be there where a route demands one', async () => {
    const url = '/v1/things/strict';
    expectProblem(await post({ name: 'strict' }, undefined, { url }), 400, {
      parameter: 'Idempotency-Key',
    });
  });
});

describe('without a key', () => {
  test('a request is done as any write is: each time, and without a transaction of ours', async () => {
    t.queries.length = 0;
    expectStatus(await post({ name: 'plain' }), 201);
    expect(t.queries).toHaveLength(1);
    expectProblem(await post({ name: 'plain' }), 409);
  });
});

describe('a route', () => {
  const body = z.object({ name: z.string() });
  const response = { 201: body };

  test('that declares the guard, and does not answer by once(), is noticed', async () => {
    const module = testModule('forgetful', (app) => {
      const config = { guards: ['idempotency'], work: ['write'] } as const;
      app.post('/', { config, schema: { body, response } }, async (request, reply) => {
        reply.code(201);
        return request.body;
      });
    });
    const { send, close } = await createTestApp({ modules: [module] });
    const payload = { name: 'x' };
    expectStatus(await send('POST', '/v1/forgetful', { payload }), 201);
    const headers = { 'idempotency-key': 'k' };
    expectProblem(await send('POST', '/v1/forgetful', { payload, headers }), 500);
    await close();
  });

  test('can not demand a key that it does not take', async () => {
    const module = testModule('strict', (app) => {
      const config = { guards: ['idempotencyRequired'], work: ['write'] } as const;
      app.post('/', { config }, async () => {});
    });
    await expect(createTestApp({ modules: [module] })).rejects.toThrow('/v1/strict');
  });

  test('whose answer is too long to be kept does nothing', async () => {
    const module = testModule('long', (app) => {
      const config = { guards: ['idempotency'], work: ['write'] } as const;
      app.post('/', { config, schema: { body, response } }, (request, reply) =>
        once(request, reply, async ({ db }) => {
          await db.insert(testThings).values(request.body);
          reply.code(201);
          return { name: 'x'.repeat(4_194_304) };
        }),
      );
    });
    const { send, close } = await createTestApp({ modules: [module] });
    const headers = { 'idempotency-key': 'long' };
    const payload = { name: 'too long' };
    expectProblem(await send('POST', '/v1/long', { payload, headers }), 413);
    expect(await countKept(t.db, 'too long', 'long')).toEqual([0, 0]);
    await close();
  });

  test('may answer nothing, and is answered so again', async () => {
    const module = testModule('silent', (app) => {
      const config = { guards: ['idempotency'], work: ['write'] } as const;
      const schema = { response: { 204: z.undefined() } };
      app.post('/', { config, schema }, (request, reply) =>
        once(request, reply, async () => {
          reply.code(204).header('x-of-the-route', 'yes');
          return undefined;
        }),
      );
    });
    const { send, close } = await createTestApp({ modules: [module] });
    for (const isReplayed of [undefined, 'true']) {
      const answer = await send('POST', '/v1/silent', { headers: { 'idempotency-key': 'k' } });
      expectStatus(answer, 204);
      expect(answer.headers).toMatchObject({ 'x-of-the-route': 'yes' });
      expect(answer.headers['idempotency-replayed']).toBe(isReplayed);
    }
    await close();
  });
});
