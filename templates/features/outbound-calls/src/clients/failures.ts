import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError } from 'cockatiel';
import { delayAfter, type Failure, FAILURES, type Treatment } from '../resilience/failures';

interface Details extends ErrorOptions {
  /** What the other side answered, if it did. */
  status?: number;
  /** How many milliseconds it asks to be left alone. */
  asked?: number | undefined;
}

/** A call of another service that failed. Its message holds no values: neither of the query nor of headers or bodies. */
export class UpstreamError extends Error {
  readonly upstream: string;
  readonly failure: Failure;
  readonly status: number | undefined;
  readonly asked: number | undefined;

  constructor(upstream: string, failure: Failure, message: string, details: Details = {}) {
    super(`${upstream}: ${message}`, details);
    this.name = 'UpstreamError';
    this.upstream = upstream;
    this.failure = failure;
    this.status = details.status;
    this.asked = details.asked;
  }
}

/** What an answer that is no success means. A redirect is none: who is asked does not decide whom this service talks to. */
export function answerFailure(status: number): Failure {
  if (status === 408 || status === 429) return 'limited';
  return status >= 500 ? 'failing' : 'refused';
}

/** No HTTP, or what can't be unpacked. What else undici calls so is a connection that broke. */
const GARBAGE =
  /^(?:HTTPParserError|ResponseContentLengthMismatchError|HeadersOverflowError|Z_\w+)$/;

/** What the end of a call means that has no answer. */
export function silenceOf(error: unknown): { failure: Failure; words: string } {
  if (error instanceof BrokenCircuitError)
    return { failure: 'closed', words: 'was not sent: too many fail' };
  if (error instanceof BulkheadRejectedError) {
    return { failure: 'closed', words: 'was not sent: too many are under way' };
  }
  if (error instanceof TaskCancelledError) return { failure: 'late', words: 'took too long' };
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  if (GARBAGE.test(cause?.name ?? '') || GARBAGE.test(cause?.code ?? '')) {
    return { failure: 'broken', words: 'was answered with what is no HTTP' };
  }
  // What fetch itself does not take, such as a 407, has neither a code nor a message.
  if (cause?.message === '' && cause.code === undefined) {
    return { failure: 'refused', words: 'was refused' };
  }
  return { failure: 'lost', words: 'got no answer' };
}

/** The three forms of a date in HTTP; all of them are in GMT, and the last one does not say so. */
const HTTP_DATE =
  /^(?:\w{3}, \d\d \w{3} \d{4}|\w{6,9}, \d\d-\w{3}-\d\d) \d\d:\d\d:\d\d GMT$|^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** Nobody means more than a day, and a client of ours is told of it. */
const LONGEST_ASKED = 86_400_000;

/**
 * Reads Retry-After: seconds, or an HTTP date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds from now; undefined where there is none that can be read
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  const date = HTTP_DATE.test(text) ? Date.parse(`${text.replace(/ GMT$/, '')} GMT`) : Number.NaN;
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : date - now;
  return Number.isNaN(asked) ? undefined : Math.min(Math.max(0, asked), LONGEST_ASKED);
}

/**
 * How long to wait before the next attempt: as long as the other side asks, up to a bound, and a random part of the usual wait more,
 * so that not everybody is back in the same moment. Where it asks nothing, as the table says.
 */
export function delayFor(error: unknown, attempt: number, random: number): number | undefined {
  const { failure, asked } = error as UpstreamError;
  const delay = delayAfter(failure, attempt, random);
  const { heeds = 0, base }: Treatment = FAILURES[failure];
  if (delay === undefined || asked === undefined) return delay;
  return Math.min(asked, heeds) + random * base;
}
