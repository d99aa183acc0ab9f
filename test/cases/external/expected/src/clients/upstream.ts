import { channel, tracingChannel } from 'node:diagnostics_channel';
import {
  bulkhead,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  handleWhen,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';
import { Budget } from '../resilience/budget';
import type { Failure } from '../resilience/failures';
import { retried, type Time } from '../resilience/retry';
import { type Exchange, exchange } from './exchange';
import { delayFor, silenceOf, UpstreamError } from './failures';
import { type Call, initOf, isRepeatable, type Operation, urlOf } from './request';

export interface UpstreamConfig {
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string | undefined;
  /** How long one attempt may take, in milliseconds. */
  timeout: number;
  /** How many calls run at once; as many more wait, and beyond that they fail at once. */
  concurrency: number;
}

export interface UpstreamOptions {
  log: Record<'debug' | 'warn', (fields: object, message: string) => void>;
  /** Tests bring their own. */
  time?: Time;
}

export type Upstream = <Answer>(operation: Operation<Answer>, call: Call) => Promise<Answer>;

/** Failures that speak against the other side as a whole, and not against one call. */
const OUTAGES = new Set<Failure>(['failing', 'late', 'lost']);

const isOutage = (error: unknown) => error instanceof UpstreamError && OUTAGES.has(error.failure);

/** Half of the last calls failed: it is asked nothing for a while, then once. */
const BREAKER = { threshold: 0.5, size: 20, minimumNumberOfCalls: 10 };
const CLOSED_FOR = 10_000;

const attempts = tracingChannel('service:call');

/**
 * Makes what calls another service. One for each service and process: breaker, bulkhead and budget are about all of its calls.
 *
 * @param name for logs and errors
 * @returns a function that calls it, and fails with an `UpstreamError`, or the reason of the call's signal
 */
export function createUpstream(
  name: string,
  config: UpstreamConfig,
  { log, time }: UpstreamOptions,
): Upstream {
  const guards = guardsOf(name, config, log);
  const budget = new Budget();
  return async (operation, call) => {
    const { method, path, response } = operation;
    const { cancelled, deadline } = call;
    cancelled?.throwIfAborted();
    const about = { upstream: name, method, path };
    const init = { method, ...initOf(operation, call, config.token) };
    const sent = { ...about, url: urlOf(config.url, operation), init, response };
    const isSafe = isRepeatable(operation);
    const start = performance.now();
    // Each attempt is told of, so that it may be followed.
    const once = () => {
      const one = { ...sent };
      return attempts.tracePromise(() => attempt(guards, one, cancelled), one);
    };
    const answer = await retried(once, {
      failureOf: (error) => (isSafe && error instanceof UpstreamError ? error.failure : undefined),
      delayOf: delayFor,
      budget,
      cancelled,
      deadline,
      time,
      onRetry: ({ error, ...retry }) => {
        const { status } = error as UpstreamError;
        log.warn({ ...about, ...retry, status }, 'call is tried again');
        channel('service:call-retry').publish({ upstream: name, failure: retry.failure });
      },
    });
    log.debug({ ...about, ms: Math.round(performance.now() - start) }, 'call');
    return answer;
  };
}

function guardsOf(name: string, config: UpstreamConfig, log: UpstreamOptions['log']) {
  // A caller who gave up, in the one call after a while, has not learned whether the other side is there again.
  const isUnknown = (error: unknown) =>
    breaker.state === CircuitState.HalfOpen && !(error instanceof UpstreamError);
  const breaker: CircuitBreakerPolicy = circuitBreaker(
    handleWhen((error) => isOutage(error) || isUnknown(error)),
    { halfOpenAfter: CLOSED_FOR, breaker: new CountBreaker(BREAKER) },
  );
  breaker.onStateChange((state) => {
    log.warn({ upstream: name, breaker: CircuitState[state] }, 'breaker of another service');
  });
  const tell = (state: CircuitState) => {
    const value = state === CircuitState.Closed ? 0 : 1;
    channel('service:breaker').publish({ upstream: name, value });
  };
  tell(breaker.state);
  breaker.onStateChange(tell);
  return {
    breaker,
    lane: bulkhead(config.concurrency, config.concurrency),
    inTime: timeout(config.timeout, TimeoutStrategy.Aggressive),
  };
}

/** An open breaker costs nothing; whoever waits for a free lane does not use up the time for the answer. */
async function attempt<Answer>(
  { breaker, lane, inTime }: ReturnType<typeof guardsOf>,
  sent: Exchange<Answer>,
  cancelled: AbortSignal | undefined,
): Promise<Answer> {
  const named = async (work: () => Promise<Answer>) => {
    try {
      return await work();
    } catch (error) {
      cancelled?.throwIfAborted();
      throw asUpstreamError(error, sent);
    }
  };
  const exchanged = () => inTime.execute(({ signal }) => exchange(sent, signal), cancelled);
  // Named within the breaker, too: it counts by what a failure means.
  return named(() => breaker.execute(() => named(() => lane.execute(exchanged))));
}

function asUpstreamError(error: unknown, { upstream, method, path }: Exchange<unknown>) {
  if (error instanceof UpstreamError) return error;
  const { failure, words } = silenceOf(error);
  return new UpstreamError(upstream, failure, `${method} ${path} ${words}`, { cause: error });
}
