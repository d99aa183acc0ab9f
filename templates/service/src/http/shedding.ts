import type { Socket } from 'node:net';
import underPressure from '@fastify/under-pressure';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Config } from '../config';
import type { CorsHeaders } from './cors';
import { unavailable } from './problem';
import { traceOf } from './trace';
import type { App } from './types';

declare module 'fastify' {
  interface FastifyInstance {
    /** How many requests were refused since the start, because there were too many. */
    shed: { count: number };
  }
  interface FastifyRequest {
    /** Refused because there were too many: one of very many, and not worth a line in the log. */
    isShed: boolean;
  }
}

/** How often the delay of the event loop is looked at, and how often the log may speak of refusals. */
const SAMPLE_MS = 250;
const WARNING_MS = 1000;

const PROBLEM = 'application/problem+json';
const CLOSE = ['connection', 'close'];

interface Options {
  /** Sent with every answer. */
  headers: Record<string, string>;
  cors: CorsHeaders;
  /** Whether a connection is one too many. */
  isSpare: (socket: Socket) => boolean;
}

/**
 * Refuses requests that would only wait, before anything is done for them: past saturation the service goes on at its full rate
 * for as many as it can serve, and the rest learn at once to come back later.
 *
 * - Too many wait for a connection of the pool. The queue's own length, at each request: @fastify/under-pressure would ask for it
 *   every now and then, and refuse everybody, or nobody, until it asks again. That a request waits too long in it
 *   (`DATABASE_CONNECTION_TIMEOUT_MS`) is noticed only when it has.
 * - The event loop is late (@fastify/under-pressure), and no connection is free: who finds one is served even then, because
 *   work that can be done at once is what the rate consists of. Not by its utilization: a loop that is never idle may well be in time.
 * - Too many connections are open (`boundConnections`), and this is one of those that there are for health alone.
 *
 * What does not ask the database (`work: []`) costs no more than the refusal, and health is for those who decide whether the service lives.
 *
 * Call it before all other hooks: nothing else is done for who is refused.
 */
export async function registerShedding(
  app: App,
  pool: Pool,
  limits: Config['shedding'],
  options: Options,
): Promise<void> {
  app.decorate('shed', { count: 0 });
  app.decorateRequest('isShed', false);
  const isSaturated = await saturation(app, pool, limits);
  const isTooMany = (request: FastifyRequest) =>
    (maySend(request) && isSaturated()) ||
    (options.isSpare(request.raw.socket) && !isProbe(request));

  const warn = warner(app);
  const refuse = refuser(app, options);
  app.addHook('onRequest', (request, reply, done) => {
    if (!isTooMany(request)) {
      done();
      return;
    }
    request.isShed = true;
    app.shed.count += 1;
    warn();
    refuse(request, reply);
  });
}

async function saturation(
  app: App,
  pool: Pool,
  { maxWaiting, maxLoopDelay }: Config['shedding'],
): Promise<() => boolean> {
  if (maxWaiting === 0 && maxLoopDelay === 0) return () => false;
  // It only measures: what is refused is decided here.
  const measured = { maxEventLoopDelay: maxLoopDelay, sampleInterval: SAMPLE_MS };
  await app.register(underPressure, { ...measured, pressureHandler: () => {} });
  return () =>
    (maxWaiting > 0 && pool.waitingCount >= maxWaiting) ||
    (maxLoopDelay > 0 && app.isUnderPressure() && isInUse(pool));
}

/**
 * Answers by itself, and not on the way that any other problem takes: there are very many of these, and what one of them costs is missing
 * to those who are served.
 */
function refuser(
  app: App,
  { headers, cors, isSpare }: Options,
): (request: FastifyRequest, reply: FastifyReply) => void {
  // The times differ, so that not all come back together.
  const refusals = [1, 2, 3].map((seconds) => unavailable('Too many requests at once.', seconds));
  // As a list they are written as they are; each name of an object would be looked at.
  const lists = refusals.map((problem) =>
    Object.entries({ ...headers, ...problem.headers, 'content-type': PROBLEM }).flat(),
  );
  return ({ id, raw, headers: { origin } }, reply) => {
    const turn = app.shed.count % refusals.length;
    const body = JSON.stringify(
      refusals[turn]?.toBody({ requestId: id, traceId: traceOf(raw).traceId }),
    );
    const own = ['x-request-id', id, 'content-length', `${Buffer.byteLength(body)}`];
    for (const [name, value] of Object.entries(cors(origin))) own.push(name, value);
    const isLast = app.lifecycle.draining || isSpare(raw.socket);
    reply
      .hijack()
      .raw.writeHead(503, [...(lists[turn] ?? []), ...own, ...(isLast ? CLOSE : [])])
      .end(body);
  };
}

/** Whether it is one of those that would wait; see above. */
function maySend(request: FastifyRequest): boolean {
  return !isProbe(request) && Boolean(request.routeOptions.config.work?.length);
}

function isProbe({ routeOptions: { config } }: FastifyRequest): boolean {
  return config.quiet === true;
}

function isInUse({ idleCount, totalCount, options }: Pool): boolean {
  return idleCount === 0 && totalCount >= options.max;
}

/** A line at the first refusal, and then one in a second, with how many there were since the last one, until there are none. */
function warner(app: App): () => void {
  let said = 0;
  let timer: NodeJS.Timeout | undefined;

  function say(): void {
    timer = undefined;
    const refused = app.shed.count - said;
    if (refused === 0) return;
    said = app.shed.count;
    app.log.warn({ refused }, 'too many requests at once: some are refused');
    timer = setTimeout(say, WARNING_MS).unref();
  }

  return () => {
    if (!timer) say();
  };
}
