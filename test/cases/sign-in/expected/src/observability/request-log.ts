import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { textOfUser } from '../auth/users';
import type { Config } from '../config';
import { loggedAddress } from './client-address';
import { queriesOf, rounded } from './query-log';

/** One line for each finished request, instead of Fastify's two. */
export class RequestLog extends LogController {
  readonly #clientAddress: Config['log']['clientAddress'];

  constructor({ requests, clientAddress }: Config['log']) {
    super({ disableRequestLogging: !requests, requestIdLogLabel: 'requestId' });
    this.#clientAddress = clientAddress;
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (this.isLogDisabled(request)) return;
    if (request.routeOptions.config.quiet || request.isShed) return;
    const client = loggedAddress(request.ip, this.#clientAddress);
    const line = { ...lineOf(request, reply), client };
    if (error) request.log.error({ ...line, err: error }, 'request aborted');
    else request.log.info(line, 'request');
  }
}

function lineOf(request: FastifyRequest, reply: FastifyReply) {
  return {
    method: request.method,
    // The pattern, not the URL: it groups, and holds nobody's data.
    route: request.routeOptions.url ?? 'unknown',
    status: reply.statusCode,
    ...(request.isReplayed && { replayed: true }),
    ms: rounded(reply.elapsedTime),
    ...queriesOf(request),
    ...(request.caller && { userId: textOfUser(request.caller.userId) }),
  };
}
