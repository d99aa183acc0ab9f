import { tracingChannel } from 'node:diagnostics_channel';
import {
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { Exchange } from '../clients/exchange';
import { UpstreamError } from '../clients/failures';

type Attempt = Exchange<unknown> & { error?: unknown };

/**
 * A span for each attempt of a call of another service, with the pattern of its path and no value; the other side is told that it comes
 * from there.
 *
 * @returns ends that
 */
export function traceCalls(tracer: Tracer): () => void {
  const spans = new WeakMap<object, Span>();
  const channel = tracingChannel('service:call');
  const listeners = {
    start: (message: object) => {
      const attempt = message as Attempt;
      const { upstream, method, path, url } = attempt;
      const { hostname, port, protocol } = new URL(url);
      const span = tracer.startSpan(`${method} ${path}`, {
        kind: SpanKind.CLIENT,
        attributes: {
          'http.request.method': method,
          'url.template': path,
          'server.address': hostname,
          'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
          'peer.service': upstream,
        },
      });
      spans.set(message, span);
      attempt.init = withTraceparent(attempt.init, span);
    },
    asyncEnd: (message: object) => {
      const { error } = message as Attempt;
      const span = spans.get(message);
      if (error !== undefined) {
        const { failure = 'ended', status } = error instanceof UpstreamError ? error : {};
        span?.setAttribute('error.type', failure);
        if (status !== undefined) span?.setAttribute('http.response.status_code', status);
        span?.setStatus({ code: SpanStatusCode.ERROR });
      }
      span?.end();
    },
  };
  // The others are of no interest here, and the types ask for all five.
  const some = listeners as Parameters<typeof channel.subscribe>[0];
  channel.subscribe(some);
  return () => {
    channel.unsubscribe(some);
  };
}

function withTraceparent(init: RequestInit, span: Span): RequestInit {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!isSpanContextValid(span.spanContext())) return init;
  const flags = traceFlags & TraceFlags.SAMPLED ? '01' : '00';
  const headers = new Headers(init.headers);
  headers.set('traceparent', `00-${traceId}-${spanId}-${flags}`);
  return { ...init, headers };
}
