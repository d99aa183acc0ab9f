import { unavailable } from './problem';
import type { App } from './types';

/**
 * Gives each request a deadline, and a signal that ends what it is at: when its time is up, which is answered with 503, or when the
 * client hangs up.
 *
 * Not Fastify's `handlerTimeout` and `request.signal`: they take a body that has come to its end for a client that has gone.
 *
 * @param milliseconds from the request's first line to its answer; 0 is for ever
 */
export function registerDeadline(app: App, milliseconds: number): void {
  app.decorateRequest('cancelled');
  app.decorateRequest('deadline', Infinity);
  app.addHook('onRequest', (request, reply, done) => {
    const controller = new AbortController();
    request.cancelled = controller.signal;
    const end = () => {
      const problem = unavailable('The answer took too long.', 1, new Error('deadline'));
      controller.abort(problem);
      // What follows the signal fails by itself, and is answered so. Anything else goes on, and its result comes too late.
      setImmediate(() => {
        if (!reply.sent) void reply.send(problem);
      });
    };
    if (milliseconds > 0) request.deadline = performance.now() + milliseconds;
    const timer = milliseconds > 0 ? setTimeout(end, milliseconds) : undefined;
    reply.raw.once('finish', () => clearTimeout(timer));
    reply.raw.once('close', () => {
      clearTimeout(timer);
      if (!reply.raw.writableFinished) controller.abort();
    });
    done();
  });
}
