import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Config } from '../config';
import { loggedAddress } from './client-address';

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
    const { url, config } = request.routeOptions;
    if (config.quiet) return;
    const line = {
      method: request.method,
      // The pattern, not the URL: it groups, and holds nobody's data.
      route: url ?? 'unknown',
      status: reply.statusCode,
      ...(request.isReplayed && { replayed: true }),
      client: loggedAddress(request.ip, this.#clientAddress),
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (error) request.log.error({ ...line, err: error }, 'request aborted');
    else request.log.info(line, 'request');
  }
}
