import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';

/** One line for each finished request, instead of Fastify's two. */
export class RequestLog extends LogController {
  constructor(options: { requests: boolean }) {
    super({ disableRequestLogging: !options.requests, requestIdLogLabel: 'requestId' });
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
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (error) request.log.error({ ...line, err: error }, 'request aborted');
    else request.log.info(line, 'request');
  }
}
