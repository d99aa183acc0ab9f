import { context, trace } from '@opentelemetry/api';
import pino from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultyServer } from '../../test/clients/faulty-server';
import { noTime } from '../../test/time';
import { collector } from '../../test/tracing/collector';
import { createUpstream } from '../clients/upstream';
import { newTrace } from '../http/trace';
import { traceCalls } from './calls';
import { startRecording } from './recording';

test('each attempt of a call is a part of what asks for it, and the other side goes on from there', async () => {
  const to = await collector();
  const log = pino({ level: 'silent' });
  const { tracer, stop } = startRecording(
    { endpoint: to.url, headers: undefined, name: 'a', share: 1, environment: 'test' },
    log,
  );
  const forget = traceCalls(tracer);
  const { url, seen } = await faultyServer({ status: 500 }, { json: { id: '1' } });
  const call = createUpstream(
    'other',
    { url, timeout: 1000, concurrency: 1, token: 'token-value' },
    { log, time: noTime() },
  );
  const parent = tracer.startSpan('parent');
  await context.with(trace.setSpan(context.active(), parent), () =>
    call(
      {
        method: 'GET',
        path: '/items/{id}',
        params: { id: 'path-value' },
        query: { q: 'query-value' },
        response: z.object({ id: z.string() }),
      },
      { trace: newTrace() },
    ),
  );
  parent.end();
  forget();
  await stop();
  const calls = to.spans().filter(({ name }) => name === 'GET /items/{id}');
  const { traceId, spanId } = parent.spanContext();
  expect(calls).toHaveLength(2);
  expect(calls[0]).toMatchObject({
    traceId,
    parentSpanId: spanId,
    kind: 3,
    status: { code: 2 },
    attributes: {
      'error.type': 'failing',
      'http.response.status_code': 500,
      'peer.service': 'other',
      'server.address': '127.0.0.1',
    },
  });
  expect(seen.map(({ headers }) => headers['traceparent'])).toEqual(
    calls.map((one) => `00-${traceId}-${one.spanId}-01`),
  );
  expect(JSON.stringify(to.requests)).not.toMatch(/\w+-value/);
});
