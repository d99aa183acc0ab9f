import type { FastifyReply, FastifyRequest } from 'fastify';
import { postgresError } from '../db/errors';
import { retryTransient } from '../db/retry';
import { inTransaction } from '../db/transaction';
import { contextOf } from '../http/context';
import { conflict, Problem, unprocessable } from '../http/problem';
import {
  type Answer,
  type Claim,
  type ClaimBounds,
  claimKey,
  keepAnswer,
  type KeptAnswer,
  keptAnswer,
} from './answers';
import { hashOf, type Keyed } from './key';
import { TooLate } from './turns';

/** As Node has it. */
export const REPLAYED_HEADER = 'idempotency-replayed';

/** What is kept of one answer, whose row is in the database a second time for as long. */
const MAX_BYTES = 4_194_304;

/** Postgres's, for a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

type RequestContext = ReturnType<typeof contextOf>;

/**
 * Does the work of a route and answers with what it returns. A request with an `Idempotency-Key` is done once, however often it is sent and
 * however many at a time: its answer is kept in the transaction of the work, and the others get the same, to the byte. Without a
 * key it is done as any write is, and nothing is kept.
 *
 * The route declares the guard `idempotency`. The work writes with the context that it is given, sets status and headers of the answer,
 * and reaches nothing outside of the database: after a deadlock it runs again.
 *
 * @throws {Problem} 422 when the key was used for another request, 409 when that request is under way for too long, 413 when
 * the answer is too long to be kept
 * @throws whatever the work throws; then nothing is kept
 */
export async function once<Payload extends object | undefined>(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (context: RequestContext) => Promise<Payload>,
): Promise<Payload> {
  const { keyed, log, server } = request;
  const context = contextOf(request);
  if (!keyed) return retryTransient(() => work(context), request);

  const claim = claimOf(request, context, keyed);
  const { turns, wait, ...bounds } = server.idempotency;
  const { caller, tenant, route, key, requestHash } = claim;
  const answered = answering(reply, work);
  const { result, isFirst } = await turns
    .take(JSON.stringify([caller, tenant, route, key]), wait, (left) =>
      inTransaction(context, (within) => done(within, claim, { ...bounds, wait: left }, answered), {
        log,
      }),
    )
    .catch((error: unknown) => {
      throw error instanceof TooLate ? underWay() : error;
    });
  if (result.requestHash !== requestHash) throw otherRequest();
  request.isReplayed = result.isKept || !isFirst;
  send(reply, result, request.isReplayed);
  // It is sent: a handler that returns the reply has nothing to add.
  return reply as never;
}

/** Whose key it is, and for what. What queries are told about the caller is what tells callers apart. */
function claimOf(request: FastifyRequest, { values }: RequestContext, keyed: Keyed): Claim {
  const { url = '' } = request.routeOptions;
  const { owner = '', tenant = '' } = (values ?? {}) as Record<string, string | number | bigint>;
  return {
    caller: String(owner),
    tenant: String(tenant),
    // With a slash at its end it is the same.
    route: `${request.method} ${url.replace(/(?<=.)\/$/, '')}`,
    key: keyed.key,
    requestHash: hashOf(keyed),
  };
}

export interface Done extends KeptAnswer {
  /** From an earlier request. */
  isKept: boolean;
}

/** What was answered under a key, or is answered now: in one transaction, so that a process may be killed whenever it likes. */
async function done(
  context: RequestContext,
  claim: Claim,
  bounds: ClaimBounds,
  answered: (context: RequestContext) => Promise<Answer>,
): Promise<Done> {
  if (!(await isClaimed(context, claim, bounds))) {
    return { ...(await keptAnswer(context, claim)), isKept: true };
  }
  const answer = await answered(context);
  await keepAnswer(context, claim, answer);
  return { ...answer, requestHash: claim.requestHash, isKept: false };
}

async function isClaimed(context: RequestContext, claim: Claim, bounds: ClaimBounds) {
  try {
    return await claimKey(context, claim, bounds);
  } catch (error) {
    // Without the error itself, for which the connection would be given up.
    throw postgresError(error)?.code === LOCK_NOT_AVAILABLE ? underWay() : error;
  }
}

/** Does the work, and makes the answer as it will be sent, with the headers that the work sets. */
function answering<Payload extends object | undefined>(
  reply: FastifyReply,
  work: (context: RequestContext) => Promise<Payload>,
): (context: RequestContext) => Promise<Answer> {
  const before = reply.getHeaders();
  const added = () => Object.entries(reply.getHeaders()).filter(([name]) => !(name in before));
  return async (context) => {
    try {
      const payload = await work(context);
      const body = payload === undefined ? '' : (reply.serialize(payload) as string);
      if (Buffer.byteLength(body) > MAX_BYTES) throw tooLong();
      if (body !== '') reply.type('application/json; charset=utf-8');
      const headers = Object.fromEntries(added().map(([name, value]) => [name, String(value)]));
      return { status: reply.statusCode, headers, body };
    } finally {
      // They are set again when all is committed: of what is undone, nothing may be said.
      for (const [name] of added()) reply.removeHeader(name);
    }
  };
}

function send(reply: FastifyReply, { status, headers, body }: Answer, isReplayed: boolean): void {
  // The time of the request was up.
  if (reply.sent) return;
  reply.code(status).headers(headers);
  if (isReplayed) reply.header(REPLAYED_HEADER, 'true');
  // As text it goes out as it is, and is not serialized again.
  void (body === '' ? reply.send() : reply.send(body));
}

function otherRequest(): Problem {
  return unprocessable('The Idempotency-Key was used for another request: make up a new one.');
}

function underWay(): Problem {
  return conflict('The same request is under way: send it again in a moment.', {
    headers: { 'retry-after': '1' },
  });
}

function tooLong(): Problem {
  return new Problem(413, {
    detail: 'The answer is too long to be kept: send the request without an Idempotency-Key.',
  });
}
