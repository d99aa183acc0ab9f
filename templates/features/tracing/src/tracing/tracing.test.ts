import http from 'node:http';
import { once } from 'node:events';
import { trace } from '@opentelemetry/api';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestApp, type TestApp } from '../../test/app';
import { testConfig } from '../../test/config';
import { testModule } from '../../test/module';
import { collector } from '../../test/tracing/collector';
import { inTransaction } from '../db/transaction';
import { contextOf } from '../http/context';
import { loggerOptions } from '../observability/logger';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

let leave = () => {};
let isAsked = false;

const asking = testModule('asking', (app) => {
  const config = { work: ['read' as const], queries: 3 };
  app.get(
    '/:id',
    { config, schema: { params: z.object({ id: z.string() }) } },
    async ({ server, params }) => {
      await server.db.execute(sql`select ${params.id}::text as asked`);
      return {};
    },
  );
  app.post('/', { config, schema: { body: z.object({ text: z.string() }) } }, async (request) => {
    await inTransaction(contextOf(request), ({ db }) =>
      db.execute(sql`select ${request.body.text}::text as posted`),
    );
    return {};
  });
  app.get('/wrong/query', { config }, async ({ server }) => {
    await server.db.execute(sql`select ${'error-value'}::int`);
    return {};
  });
  app.get('/late/answer', { config }, async () => {
    await new Promise<void>((resolve) => {
      leave = resolve;
      isAsked = true;
    });
    return {};
  });
});

let service: TestApp | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

async function start(url: string, env: NodeJS.ProcessEnv = {}, lines: string[] = []) {
  const options = loggerOptions({ level: 'info', pretty: false });
  service = await createTestApp({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SERVICE_NAME: 'the-service', ...env },
    modules: [asking],
    logger: pino(options, { write: (line: string) => void lines.push(line) }),
  });
  return service;
}

const from = (flags: string) => ({ headers: { traceparent: `00-${TRACE}-${CALLER}-${flags}` } });

test('a request is a part of the trace of its caller, and its statements are parts of it', async () => {
  const to = await collector();
  const { send, close } = await start(to.url, { OTEL_EXPORTER_OTLP_HEADERS: 'x-token=the-token' });
  await send('GET', '/v1/asking/5', from('01'));
  await close();
  const [request, statement] = ['GET /v1/asking/:id', 'SELECT'].map((name) =>
    to.spans().find((span) => span.name === name),
  );
  expect(request).toMatchObject({
    traceId: TRACE,
    parentSpanId: CALLER,
    kind: 2,
    attributes: {
      'http.request.method': 'GET',
      'http.route': '/v1/asking/:id',
      'http.response.status_code': 200,
    },
  });
  expect(statement).toMatchObject({
    traceId: TRACE,
    parentSpanId: request?.spanId,
    kind: 3,
    attributes: { 'db.query.text': 'select $1::text as asked' },
  });
  expect(to.requests[0]).toMatchObject({ url: '/v1/traces', token: 'the-token' });
  expect(to.resource()).toMatchObject({
    'service.name': 'the-service',
    'deployment.environment.name': 'test',
  });
});

test('over a connection, with a body that comes later, the statements are of their request', async () => {
  const to = await collector();
  const { app, close } = await start(to.url);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const headers = {
    'content-type': 'application/json',
    expect: '100-continue',
    ...from('01').headers,
  };
  const post = http.request(`${address}/v1/asking`, { method: 'POST', headers });
  post.on('continue', () => post.end('{"text":"body-value"}')).flushHeaders();
  const [response] = (await once(post, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  await close();
  const request = to.spans().find(({ name }) => name.startsWith('POST'));
  const statements = to.spans().filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(statements.map(({ name }) => name)).toEqual(['BEGIN', 'SELECT', 'COMMIT']);
});

test('where nobody began one, the trace is that of the log', async () => {
  const to = await collector();
  const lines: string[] = [];
  const { send, close } = await start(to.url, { LOG_REQUESTS: 'true' }, lines);
  await send('GET', '/v1/asking/5', { headers: { traceparent: 'nonsense' } });
  await close();
  const { traceId } = JSON.parse(lines.find((line) => line.includes('"request"')) ?? '{}');
  const traces = new Set(to.spans().map((span) => span.traceId));
  expect([...traces]).toEqual([traceId]);
});

test('what its caller does not record is not recorded, and nothing but requests is', async () => {
  const to = await collector();
  const { send, db, close } = await start(to.url);
  await send('GET', '/v1/asking/5', from('00'));
  await send('GET', '/livez');
  await db.execute(sql`select 1`);
  await close();
  expect(to.requests).toEqual([]);
});

test('a part of the traces can be chosen, of those that begin here', async () => {
  const to = await collector();
  const { send, close } = await start(to.url, { OTEL_TRACES_SAMPLER_ARG: '0' });
  await send('GET', '/v1/asking/5');
  await send('GET', '/v1/asking/5', from('01'));
  await close();
  expect(new Set(to.spans().map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
});

test('a failure is told by its code, and no value is anywhere', async () => {
  const to = await collector();
  const { send, close } = await start(to.url);
  const headers = { authorization: 'Bearer token-value', 'x-request-id': 'id-value' };
  await send('GET', '/v1/asking/path-value?q=query-value', { headers });
  await send('POST', '/v1/asking/', { payload: { text: 'body-value' }, headers });
  await send('GET', '/v1/asking/wrong/query', { headers });
  await send('GET', '/v1/nowhere-value', { headers });
  await close();
  const failed = to.spans().filter(({ status }) => status.code === 2);
  expect(failed.map(({ attributes }) => attributes['error.type'])).toContain('22P02');
  expect(to.spans().map(({ name }) => name)).toContain('GET');
  expect(to.requests.map(({ text }) => text).join('\n')).not.toMatch(/\w+-value/);
});

test.each(['silent', 'away'])(
  'a collector that is %s holds up neither requests nor the end',
  async (how) => {
    const to = await collector({ isSilent: true });
    const lines: string[] = [];
    const url = how === 'silent' ? to.url : 'http://127.0.0.1:9';
    const { send, close } = await start(url, {}, lines);
    expect((await send('GET', '/v1/asking/5')).statusCode).toBe(200);
    await close();
    // It is over before what was sent is given up.
    await expect.poll(to.isWaitedFor).toBe(how === 'silent');
    expect(lines.join()).not.toContain('traces are not taken');
  },
);

test('a collector that takes nothing is one line in the log, however often it is asked', async () => {
  const to = await collector({ status: 400 });
  const lines: string[] = [];
  const { close } = await start(to.url, {}, lines);
  const tracer = trace.getTracer('own');
  for (let spans = 0; spans < 1500; spans += 1) tracer.startSpan('own').end();
  await close();
  expect(to.requests.length).toBeGreaterThan(1);
  expect(lines.filter((line) => line.includes('traces are not taken'))).toHaveLength(1);
});

test('a request that ends with the service is recorded', async () => {
  const to = await collector();
  const { app, close } = await start(to.url);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const asked = fetch(`${address}/v1/asking/late/answer`);
  await expect.poll(() => isAsked).toBe(true);
  const closing = close();
  leave();
  expect((await asked).status).toBe(200);
  await closing;
  expect(to.spans().map(({ name }) => name)).toContain('GET /v1/asking/late/answer');
});

test('without an endpoint nothing is recorded', async () => {
  service = await createTestApp({ modules: [asking] });
  await service.send('GET', '/v1/asking/5');
  const span = trace.getTracer('own').startSpan('own');
  expect(span.isRecording()).toBe(false);
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:hidden@collector'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'hidden'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
])('%s is refused where it is wrong: %s', async (name, value) => {
  const error: unknown = await testConfig({ [name]: value }).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(name);
  expect(String(error)).not.toContain('hidden');
});
