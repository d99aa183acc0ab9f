import pino from 'pino';
import { expect, test } from 'vitest';
import { createTestApp } from '../../test/app';
import { expectProblem } from '../../test/expect';
import { fixture } from '../../test/fixtures/routes';
import { loggerOptions } from '../observability/logger';
import { newTrace, readTrace, traceparentOf } from './trace';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

test('a request goes on with the trace of its caller, as a part of its own', () => {
  const trace = readTrace({ traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: 'vendor=1' });
  expect(trace).toMatchObject({ traceId: TRACE, parentId: CALLER, state: 'vendor=1' });
  expect(traceparentOf(trace)).toBe(`00-${TRACE}-${trace.spanId}-01`);
  expect(trace.spanId).toMatch(/^(?!0{16})[\da-f]{16}$/);
  expect(trace.spanId).not.toBe(CALLER);
});

test('what is not recorded stays so', () => {
  const trace = readTrace({ traceparent: `00-${TRACE}-${CALLER}-02` });
  expect(traceparentOf(trace)).toMatch(/-00$/);
});

test('a later version may say more', () => {
  expect(readTrace({ traceparent: `01-${TRACE}-${CALLER}-01-more` }).traceId).toBe(TRACE);
});

test.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['no trace', `00-${'0'.repeat(32)}-${CALLER}-01`],
  ['no caller', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['a version that is none', `ff-${TRACE}-${CALLER}-01`],
  ['more than its version has', `00-${TRACE}-${CALLER}-01-more`],
  ['capitals', `00-${TRACE.toUpperCase()}-${CALLER}-01`],
  ['two of them', `00-${TRACE}-${CALLER}-01, 00-${TRACE}-${CALLER}-01`],
  ['a part', `00-${TRACE}-${CALLER}`],
  ['other letters', `00-${TRACE.replace('0', 'x')}-${CALLER}-01`],
])('%s begins a new trace', (_, traceparent) => {
  const trace = readTrace({ ...(traceparent !== undefined && { traceparent }), tracestate: 'a=1' });
  expect(trace).toMatchObject({ parentId: undefined, state: undefined });
  expect(trace.traceId).toMatch(/^(?!0{32})[\da-f]{32}$/);
  expect(trace.traceId).not.toBe(TRACE);
});

test.each(['x'.repeat(513), '\u00e9'])('what is no state is not handed on: %j', (tracestate) => {
  const trace = readTrace({ traceparent: `00-${TRACE}-${CALLER}-01`, tracestate });
  expect(trace).toMatchObject({ traceId: TRACE, state: undefined });
});

test('no two requests begin the same trace', () => {
  const [one, other] = [newTrace(), newTrace()];
  expect(one.traceId).not.toBe(other.traceId);
  expect(one.spanId).not.toBe(other.spanId);
});

test('each line of a request has its trace, and so has a problem', async () => {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = pino(loggerOptions({ level: 'info', pretty: false }), stream);
  const { send, close } = await createTestApp({ logger, modules: [fixture] });
  const headers = { traceparent: `00-${TRACE}-${CALLER}-01` };
  const broken = await send('GET', '/v1/fixture/broken', { headers });
  const undecodable = await send('GET', '/v1/%zz', { headers });
  await send('GET', '/v1/fixture/things/5', { headers });
  const own = await send('GET', '/v1/nowhere');
  await close();
  expect(expectProblem(broken, 500).traceId).toBe(TRACE);
  expect(expectProblem(undecodable, 400).traceId).toBe(TRACE);
  const traces = lines.map(({ traceId }) => traceId);
  expect(traces.slice(0, -1)).toEqual(Array.from({ length: lines.length - 1 }, () => TRACE));
  expect(traces.at(-1)).toBe(expectProblem(own, 404).traceId);
  expect(lines.length).toBeGreaterThan(3);
});
