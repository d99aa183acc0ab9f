import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from '../config';
import { idsOfRequests } from './ids';

type Recording = Config['tracing'] & { endpoint: string; environment: string };

/** How long the collector may take for what it is sent, and at the end of the service for all that is left. */
const EXPORT_MS = 5000;
const FLUSH_MS = 2000;

/**
 * Starts to record, for the whole process: `trace.getActiveSpan()` and spans of one's own work anywhere. A collector that is away or
 * slow costs memory for some two thousand spans; what is more is dropped.
 *
 * @returns what makes spans, and what sends the last ones and ends it
 */
export function startRecording(
  { endpoint, headers, name, share, environment }: Recording,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): { tracer: Tracer; stop: () => Promise<void> } {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint}/v1/traces`,
    headers: headersOf(headers),
    timeoutMillis: EXPORT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': name,
      'deployment.environment.name': environment,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    idGenerator: idsOfRequests,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: sayingFailures(exporter, log),
        exportTimeoutMillis: EXPORT_MS,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const stop = async () => {
    await Promise.race([
      provider.shutdown().catch(() => {}),
      sleep(FLUSH_MS, undefined, { ref: false }),
    ]);
    trace.disable();
    context.disable();
  };
  return { tracer: provider.getTracer('service'), stop };
}

function headersOf(list = ''): Record<string, string> {
  const pairs = list.split(',').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key.trim(), value.join('=').trim()];
    }),
  );
}

/** A line when the collector takes no more, and one when it does again: not one for each attempt of an hour. */
function sayingFailures(
  exporter: SpanExporter,
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>,
): SpanExporter {
  let failing = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const code: number = result.code;
        const fails = code !== 0;
        if (fails && !failing) log.warn({ err: result.error }, 'traces are not taken');
        if (!fails && failing) log.info('traces are taken again');
        failing = fails;
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
