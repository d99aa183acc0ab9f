import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace';
import type { Trace } from '../http/trace';

const random = new RandomIdGenerator();
let given: Trace | undefined;

/** Of a request's span, those that its trace has had from its first line in the log on; of any other, new ones. */
export const idsOfRequests: IdGenerator = {
  generateTraceId: () => given?.traceId ?? random.generateTraceId(),
  generateSpanId: () => given?.spanId ?? random.generateSpanId(),
};

/** @param start makes one span, at once */
export function withIdsOf<Result>(ids: Trace, start: () => Result): Result {
  given = ids;
  try {
    return start();
  } finally {
    given = undefined;
  }
}
