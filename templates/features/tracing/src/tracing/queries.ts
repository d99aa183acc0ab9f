import { SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { Pool } from 'pg';
import { watchQueries } from '../db/watch-queries';

/** A statement is to be recognized, not to be read to its end. */
const TEXT_LENGTH = 2000;

const nothing = () => {};

/**
 * A span for each statement of a request, with its text: values travel beside that, and are not in there. What the service asks by
 * itself, every other second, is no trace.
 */
export function traceQueries(pool: Pool, tracer: Tracer): void {
  watchQueries(pool, (text) => {
    if (!trace.getActiveSpan()?.isRecording()) return nothing;
    const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'QUERY';
    const span = tracer.startSpan(operation, {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.text': text.slice(0, TEXT_LENGTH),
      },
    });
    return (error) => {
      if (error) {
        // Its message may hold values.
        const { code = error.name } = error as NodeJS.ErrnoException;
        span.setAttribute('error.type', code);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    };
  });
}
