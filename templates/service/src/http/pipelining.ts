import type { Socket } from 'node:net';
import type { App } from './types';

/** Requests on one connection that wait for the answer before theirs: more than any client sends ahead. */
const MAX_WAITING = 32;

/**
 * Begins a request that a client sent ahead of an answer only when that answer has gone out. Node would begin all of them at once,
 * and keep what comes of them until it is their turn: a thousand pages of megabytes, of a client that reads none. Those that write would
 * not even be done in the order in which they were sent.
 *
 * Call it before all other hooks: what waits is nothing yet.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2
 */
export function registerPipelining(app: App): void {
  const waiting = new WeakMap<Socket, number>();
  app.addHook('onRequest', ({ raw: { socket } }, { raw }, done) => {
    // Node gives a response its connection when it is its turn.
    if (raw.socket) {
      done();
      return;
    }
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    // Whoever sends ahead has to send again what was not answered.
    if (count > MAX_WAITING) socket.destroy();
    raw.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      done();
    });
  });
}
