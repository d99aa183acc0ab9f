import {
  type Context,
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { Trace } from '../http/trace';
import type { App } from '../http/types';
import { withIdsOf } from './ids';

/**
 * A span for each request, but for those of health: by the pattern of its route, without anything that a client sent. What is asked of
 * the database and of other services on its behalf belongs to it.
 */
export function traceRequests(app: App, tracer: Tracer): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions, trace: own } = request;
    if (routeOptions.config.quiet) {
      done();
      return;
    }
    const route = routeOptions.url;
    const parent = parentOf(own);
    const attributes = { 'http.request.method': method, ...(route && { 'http.route': route }) };
    const options = { kind: SpanKind.SERVER, attributes };
    const span = withIdsOf(own, () =>
      tracer.startSpan(route ? `${method} ${route}` : method, options, parent),
    );
    // Also of an answer that nobody waited for.
    reply.raw.once('close', () => {
      const { statusCode } = reply;
      span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) {
        span.setAttribute('error.type', String(statusCode));
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    });
    context.with(trace.setSpan(parent, span), done);
  });
}

/** Whoever called; nobody, where the trace begins here. */
function parentOf({ traceId, parentId, isSampled }: Trace): Context {
  if (parentId === undefined) return ROOT_CONTEXT;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId: parentId,
    traceFlags,
    isRemote: true,
  });
}
