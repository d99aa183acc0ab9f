import type { App } from '../http/types';
import { loggedAddress } from '../observability/client-address';
import { textOfUser } from './users';

/** Logs who was refused, and from where: one line for whoever looks back. Never a token, nor what stands in it. */
export function logRefusals(app: App): void {
  app.addHook('onError', async (request, _, error) => {
    const { status, statusCode = status } = error as { status?: number; statusCode?: number };
    const event = EVENTS.get(statusCode ?? 0);
    if (!event || (request.routeOptions.config.public && statusCode !== 429)) return;
    const { caller, ip } = request;
    const who = caller ? { userId: textOfUser(caller.userId) } : {};
    const client = loggedAddress(ip, app.auth.clientAddress);
    request.log.info({ event, ...who, client }, 'security event');
  });
}

const EVENTS = new Map([
  [401, 'access-refused'],
  [403, 'access-refused'],
  [429, 'too-many-attempts'],
]);
