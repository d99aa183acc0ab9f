import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from './types';

/** Where a request belongs: the same trace id goes through every service that has a part in it (W3C Trace Context). */
export interface Trace {
  traceId: string;
  /** This request's own part of the trace: what it calls says that it comes from there. */
  spanId: string;
  /** The caller's part, where one was named. */
  parentId: string | undefined;
  /** Whether it is recorded, as whoever began the trace has decided. */
  isSampled: boolean;
  /** What tools along the way have put there (`tracestate`); handed on as it is. */
  state: string | undefined;
}

/** Version, trace, caller and flags. Later versions may say more behind that; ff is none. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** As much as everybody has to hand on, and nothing that a header could not hold. */
const TRACESTATE = /^[ -~]{0,512}$/;
const ZEROS = /^0+$/;

/** Gives each request its trace: its caller's, or a new one. */
export function registerTrace(app: App): void {
  app.decorateRequest('trace', {
    getter() {
      return traceOf(this.raw);
    },
  });
}

const known = Symbol('trace');

/** The trace of a request, which is there before anything else is: the first line of its log has it. */
export function traceOf(request: IncomingMessage & { [known]?: Trace }): Trace {
  request[known] ??= readTrace(request.headers);
  return request[known];
}

/**
 * Reads `traceparent` and `tracestate`. What is no trace begins a new one: of that, nothing is repeated.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export function readTrace({ traceparent, tracestate }: IncomingMessage['headers']): Trace {
  const [, version, traceId = '', parentId = '', flags = '', rest] =
    TRACEPARENT.exec(String(traceparent)) ?? [];
  if (version === undefined || (version === '00' && rest !== undefined)) return newTrace();
  if (ZEROS.test(traceId) || ZEROS.test(parentId)) return newTrace();
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  const state =
    typeof tracestate === 'string' && TRACESTATE.test(tracestate) ? tracestate : undefined;
  return { traceId, spanId: randomSpanId(), parentId, isSampled, state };
}

/** Recorded: its lines in the log are. A service behind this one would not record what is said to be of no interest. */
export function newTrace(): Trace {
  const traceId = randomUUID().replaceAll('-', '');
  const none = { parentId: undefined, state: undefined };
  return { traceId, spanId: randomSpanId(), isSampled: true, ...none };
}

/** What a call of another service says of where it comes from. */
export function traceparentOf({ traceId, spanId, isSampled }: Trace): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** The end of a UUID: its first letter is never a zero. */
function randomSpanId(): string {
  return randomUUID().slice(-17).replace('-', '');
}
