import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Answer, faultyServer } from '../../test/clients/faulty-server';
import { type NoTime, noTime } from '../../test/time';
import { readTrace } from '../http/trace';
import { serializeError } from '../observability/serialize-error';
import { retryAfter } from './failures';
import type { Call, Operation } from './request';
import { createUpstream, type UpstreamConfig } from './upstream';
import { upstreamProblem } from './problem';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const response = z.object({ id: z.string() });
const good = { json: { id: '1' } };
const get = { method: 'GET', path: '/items/{id}', params: { id: '1' }, response } as const;
const post = { method: 'POST', path: '/items', body: { a: 'body-value' }, response } as const;

// Only the clock on the wall: what waits for a server, waits.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));
afterEach(() => void vi.useRealTimers());

/** A client of a server that gives these answers. */
async function clientOf(answers: Answer[], more: Partial<UpstreamConfig> = {}) {
  const { url, seen } = await faultyServer(...answers);
  const time: NoTime = noTime();
  const lines: string[] = [];
  const line = (fields: object, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }));
  const config = { url, timeout: 200, concurrency: 20, token: 'token-value', ...more };
  const upstream = createUpstream('other', config, { log: { debug: line, warn: line }, time });
  const call = (operation: Operation<unknown> = get, by: Call = {}) => upstream(operation, by);
  return { call, seen, time, lines };
}

test.each<[string, Answer, number[], string]>([
  ['a 500', { status: 500 }, [500, 1000], 'failing'],
  ['a 429', { status: 429 }, [200, 400, 800], 'limited'],
  ['a 429 with seconds', after(429, '7'), [7200, 7200, 7200], 'limited'],
  ['a 429 with a date', after(429, 'Thu, 01 Jan 2026 00:00:09 GMT'), [9200, 9200, 9200], 'limited'],
  ['a 429 that asks for a day', after(429, '86400'), [30_200, 30_200, 30_200], 'limited'],
  ['a 408 with seconds', after(408, '2'), [2200, 2200, 2200], 'limited'],
  ['a 503 with seconds', after(503, '3'), [3500, 3500], 'failing'],
  ['a 500 with seconds, which only a 503 may ask for', after(500, '3'), [500, 1000], 'failing'],
  ['a 404', { status: 404 }, [], 'refused'],
  ['a 422', { status: 422 }, [], 'refused'],
  ['a 407, which fetch keeps to itself', { status: 407 }, [], 'refused'],
  ['a reset', { fault: 'reset' }, [0, 250], 'lost'],
  ['half a body', { fault: 'half' }, [0, 250], 'lost'],
  ['silence', { fault: 'silent' }, [0, 250], 'late'],
  ['garbage', { text: '<html>' }, [], 'broken'],
  ['bytes that are no text', { text: Buffer.from('7b226964223a22ff227d', 'hex') }, [], 'broken'],
  ['what is no HTTP', { fault: 'babble' }, [], 'broken'],
  ['what can not be unpacked', gzipped('garbage'), [], 'broken'],
  ['another shape', { json: { id: 1 } }, [], 'broken'],
  ['a body without end', { fault: 'endless' }, [], 'broken'],
  ['a body that is said to be huge', { headers: { 'content-length': '9999999' } }, [], 'broken'],
])('%s is tried again as the table says', async (_, answer, waits, failure) => {
  const { call, seen, time } = await clientOf([answer], {
    timeout: failure === 'late' ? 50 : 5000,
  });
  await expect(call()).rejects.toMatchObject({ name: 'UpstreamError', failure });
  expect(time.waits).toEqual(waits);
  expect(seen).toHaveLength(waits.length + 1);
});

function gzipped(text: string): Answer {
  return { text, headers: { 'content-encoding': 'gzip' } };
}

function after(status: number, header: string): Answer {
  return { status, headers: { 'retry-after': header } };
}

test('an answer counts, though its body breaks off', async () => {
  const { call, time } = await clientOf([{ ...after(429, '7'), fault: 'half' }, good]);
  expect(await call()).toEqual({ id: '1' });
  expect(time.waits).toEqual([7200]);
});

test('what can not be sent at all is a fault of this service, and not of the other', async () => {
  const { call, seen, time } = await clientOf([good]);
  const keyed = { ...post, idempotencyKey: 'Schlüssel-ключ' };
  for (let calls = 0; calls < 20; calls += 1) {
    await expect(call(keyed)).rejects.toBeInstanceOf(TypeError);
  }
  expect([seen, time.waits]).toEqual([[], []]);
  expect(await call()).toEqual({ id: '1' });
});

test('what works after a while is given', async () => {
  const { call } = await clientOf([{ fault: 'half' }, { status: 503 }, good]);
  expect(await call()).toEqual({ id: '1' });
});

test('a field of an answer keeps its name, whatever names others have sent', async () => {
  JSON.parse(String.raw`{"a":[],"\\":"met"}`);
  const { call } = await clientOf([{ text: String.raw`{"a":"1","\"":"2"}` }]);
  const answer = await call({ ...get, response: z.record(z.string(), z.string()) });
  expect(answer).toEqual({ a: '1', '"': '2' });
});

test.each([
  '',
  'soon',
  '-1',
  '1.5',
  '7, 9',
  '2026-01-01',
  'Maybe, 5',
  'Mon, 99 Foo 2026 00:00:09 GMT',
])('Retry-After: %s says nothing', (header) => {
  expect(retryAfter(header)).toBeUndefined();
});

test.each([
  ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
  ['Thursday, 01-Jan-26 00:00:09 GMT', 9000],
  ['Thu Jan  1 00:00:09 2026', 9000],
  ['Thu, 01 Jan 2015 00:00:09 GMT', 0],
  ['0', 0],
  ['7', 7000],
  // Whoever asks for longer is asked for no longer than that.
  ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
  ['9'.repeat(400), 86_400_000],
])('Retry-After: %s is read in any zone', (header, milliseconds) => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
  expect(retryAfter(header)).toBe(milliseconds);
  vi.unstubAllEnvs();
});

test('a redirect is not followed, to an inside address or another', async () => {
  const inside = await faultyServer(good);
  const { call, seen } = await clientOf([{ status: 307, headers: { location: inside.url } }]);
  await expect(call()).rejects.toMatchObject({ failure: 'refused', status: 307 });
  expect([seen.length, inside.seen.length]).toEqual([1, 0]);
});

test.each(['.', '..', ''])('no value leads to another path: "%s"', async (id) => {
  const { call, seen } = await clientOf([good]);
  await expect(call({ ...get, params: { id } })).rejects.toThrow("id can't be in a path");
  expect(seen).toEqual([]);
});

test('what is not idempotent is sent once', async () => {
  const { call, seen } = await clientOf([{ status: 500 }, good]);
  await expect(call(post)).rejects.toMatchObject({ failure: 'failing' });
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined]);
});

test('with a key it is repeated, and each call has its own', async () => {
  const { call, seen } = await clientOf([{ status: 500 }, { fault: 'reset' }, good]);
  const keyed = { ...post, idempotencyKey: true };
  await call(keyed);
  await call(keyed);
  await call({ ...post, idempotencyKey: 'mine' });
  const [first, second, third, next, own] = seen.map(({ headers }) => headers['idempotency-key']);
  expect([second, third]).toEqual([first, first]);
  expect(first).toHaveLength(36);
  expect(next).not.toBe(first);
  expect(own).toBe('mine');
});

test('the request id and the trace go along, and the token', async () => {
  const { call, seen } = await clientOf([good]);
  const trace = readTrace({
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
    tracestate: 'vendor=1',
  });
  await call(get, { id: 'request-1', trace });
  expect(seen[0]?.headers).toMatchObject({
    'x-request-id': 'request-1',
    traceparent: `00-0af7651916cd43dd8448eb211c80319c-${trace.spanId}-00`,
    tracestate: 'vendor=1',
    authorization: 'Bearer token-value',
  });
});

test('neither logs nor errors hold values, the token or an answer', async () => {
  const { call, lines } = await clientOf([
    { status: 500 },
    { json: { id: 7, other: 'answer-value' } },
  ]);
  const query = { q: 'query-value' };
  const failing = call({
    ...post,
    path: '/items/{id}',
    params: { id: 'path-value' },
    query,
    idempotencyKey: 'key-value',
  });
  const error: unknown = await failing.catch((thrown: unknown) => thrown);
  const all = `${lines.join('\n')}${JSON.stringify(serializeError(error))}`;
  expect(all).toContain('POST');
  expect(all).toContain('/items/{id}');
  expect(all).not.toMatch(/\w+-value/);
});

test('nothing is tried again beyond the deadline of the request', async () => {
  const { call, seen } = await clientOf([{ status: 500 }]);
  await expect(call(get, { deadline: 400 })).rejects.toMatchObject({ failure: 'failing' });
  expect(seen).toHaveLength(1);
});

test('a call ends when nobody waits for it', async () => {
  const { call, seen } = await clientOf([{ fault: 'silent' }], { timeout: 60_000 });
  const controller = new AbortController();
  const gone = new Error('gone');
  const calling = call(get, { cancelled: controller.signal });
  await expect.poll(() => seen.length).toBe(1);
  controller.abort(gone);
  await expect(calling).rejects.toBe(gone);
  await expect(call(get, { cancelled: controller.signal })).rejects.toBe(gone);
  expect(seen).toHaveLength(1);
});

test('whoever keeps failing is left alone for a while', async () => {
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call, seen, lines } = await clientOf([...failing, good]);
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  expect(seen).toHaveLength(10);
  await expect(call()).rejects.toMatchObject({ failure: 'closed' });
  expect(seen).toHaveLength(10);
  expect(lines.filter((line) => line.includes('"breaker":"Open"'))).toHaveLength(1);
  vi.setSystemTime(NOW + 10_001);
  expect(await call()).toEqual({ id: '1' });
});

test('a caller who gives up does not tell whether the other side is there again', async () => {
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call, seen } = await clientOf([...failing, { fault: 'silent' }], { timeout: 60_000 });
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  vi.setSystemTime(NOW + 10_001);
  const controller = new AbortController();
  const probe = call(get, { cancelled: controller.signal });
  await expect.poll(() => seen.length).toBe(11);
  controller.abort(new Error('gone'));
  await expect(probe).rejects.toThrow('gone');
  await expect(call()).rejects.toMatchObject({ failure: 'closed' });
  expect(seen).toHaveLength(11);
});

test('nor do callers who give up say anything against it', async () => {
  const { call, seen } = await clientOf([{ fault: 'silent' }], { timeout: 60_000 });
  for (let calls = 1; calls <= 12; calls += 1) {
    const controller = new AbortController();
    const calling = call(get, { cancelled: controller.signal });
    await expect.poll(() => seen.length).toBe(calls);
    controller.abort(new Error('gone'));
    await expect(calling).rejects.toThrow('gone');
  }
});

test('calls that are refused say nothing against the other side', async () => {
  const { call, seen } = await clientOf([{ status: 404 }]);
  for (let calls = 0; calls < 30; calls += 1) await call().catch(() => {});
  expect(seen).toHaveLength(30);
});

test('there are only so many calls at once, and as many wait', async () => {
  const { call, seen } = await clientOf([{ fault: 'silent' }], { concurrency: 2, timeout: 60_000 });
  const controller = new AbortController();
  const by = { cancelled: controller.signal };
  const waiting = [1, 2, 3, 4].map(() => call(get, by));
  await expect(call(get, by)).rejects.toMatchObject({ failure: 'closed' });
  await expect.poll(() => seen.length).toBe(2);
  controller.abort();
  await Promise.allSettled(waiting);
});

test.each<[Answer, number, string | undefined]>([
  [{ status: 404 }, 502, undefined],
  [{ text: 'garbage' }, 502, undefined],
  [{ fault: 'silent' }, 504, undefined],
  [{ status: 500 }, 503, '5'],
  [after(429, '12'), 503, '12'],
])('a route answers so that its client can tell: %j', async (answer, status, seconds) => {
  const { call } = await clientOf([answer], { timeout: 50 });
  const problem = upstreamProblem(await call().catch((error: unknown) => error));
  expect(problem?.status).toBe(status);
  expect(problem?.headers?.['retry-after']).toBe(seconds);
  expect(upstreamProblem(new Error('another'))).toBeUndefined();
});

test('retries are told of by their failure, and the breaker by its state', async () => {
  const told: unknown[] = [];
  const listener = (message: unknown) => void told.push(message);
  const channels = [channel('service:call-retry'), channel('service:breaker')];
  for (const one of channels) one.subscribe(listener);
  const failing = Array.from({ length: 10 }, () => ({ status: 500 }));
  const { call } = await clientOf([{ status: 429 }, ...failing, good]);
  for (let calls = 0; calls < 10; calls += 1) await call().catch(() => {});
  vi.setSystemTime(NOW + 10_001);
  await call();
  for (const one of channels) one.unsubscribe(listener);
  const closed = { upstream: 'other', value: 0 };
  expect(told.slice(0, 3)).toEqual([
    closed,
    { upstream: 'other', failure: 'limited' },
    { upstream: 'other', failure: 'failing' },
  ]);
  expect(told).toContainEqual({ upstream: 'other', value: 1 });
  expect(told.at(-1)).toEqual(closed);
});
