import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, faultyServer } from '../../test/clients/faulty-server';
import { after, clientOf, fakeClock, get, good, post } from '../../test/clients/upstream';
import { readTrace } from '../http/trace';
import { serializeError } from '../observability/serialize-error';
import { upstreamProblem } from './problem';

fakeClock();

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
    timeout: failure === 'late' ? 50 : 60_000,
  });
  await expect(call()).rejects.toMatchObject({ name: 'UpstreamError', failure });
  expect(time.waits).toEqual(waits);
  expect(seen).toHaveLength(waits.length + 1);
});

function gzipped(text: string): Answer {
  return { text, headers: { 'content-encoding': 'gzip' } };
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
  const { call, seen } = await clientOf([{ fault: 'silent' }]);
  const controller = new AbortController();
  const gone = new Error('gone');
  const calling = call(get, { cancelled: controller.signal });
  await expect.poll(() => seen.length).toBe(1);
  controller.abort(gone);
  await expect(calling).rejects.toBe(gone);
  await expect(call(get, { cancelled: controller.signal })).rejects.toBe(gone);
  expect(seen).toHaveLength(1);
});

test.each<[Answer, number, string | undefined]>([
  [{ status: 404 }, 502, undefined],
  [{ text: 'garbage' }, 502, undefined],
  [{ fault: 'silent' }, 504, undefined],
  [{ status: 500 }, 503, '5'],
  [after(429, '12'), 503, '12'],
])('a route answers so that its client can tell: %j', async (answer, status, seconds) => {
  const { call } = await clientOf([answer], { timeout: status === 504 ? 50 : 60_000 });
  const problem = upstreamProblem(await call().catch((error: unknown) => error));
  expect(problem?.status).toBe(status);
  expect(problem?.headers?.['retry-after']).toBe(seconds);
  expect(upstreamProblem(new Error('another'))).toBeUndefined();
});
