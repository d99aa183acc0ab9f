import type { IncomingMessage, ServerResponse } from 'node:http';
import { getHeapStatistics } from 'node:v8';
import type { App } from './types';

/** What is shorter comes and goes at once, or nearly. */
const SHORT = 16_384;

/** How much of the memory that the process may have is for bodies on their way, and as much for answers. */
const SHARE = 1 / 4;

/**
 * Bounds what bodies hold in memory until they have come, and answers until they have been read: where all of them are too much, the
 * connection is closed of the one that has taken the longest. A client that sends or reads is done in a moment; one that doesn't, or a
 * byte now and then, would otherwise have it held for as long as it likes, and many of them would end the process.
 *
 * @param most bytes, roughly
 */
export function boundHeld(app: App, most = getHeapStatistics().heap_size_limit * SHARE): void {
  const bodies = newestWithin(most);
  const answers = newestWithin(most);
  app.addHook('onRequest', ({ raw, routeOptions }, _reply, done) => {
    const size = sizeOf(raw, routeOptions.bodyLimit);
    if (size > SHORT) {
      // Closed as well, once it has come or never will.
      raw.once('end', () => bodies.release(raw)).once('close', () => bodies.release(raw));
      bodies.hold(raw, size);
    }
    done();
  });
  app.addHook('onSend', (_request, { raw }, payload, done) => {
    if (typeof payload === 'string' && payload.length > SHORT) {
      raw.once('finish', () => answers.release(raw)).once('close', () => answers.release(raw));
      answers.hold(raw, payload.length);
    }
    done(null, payload);
  });
}

/** Of a body: what its client says that it is, or as much as it may be where the client does not say. */
function sizeOf({ headers }: IncomingMessage, limit: number): number {
  if (headers['transfer-encoding'] !== undefined) return limit;
  const length = headers['content-length'];
  return length === undefined ? 0 : Math.min(Number(length), limit);
}

type Message = IncomingMessage | ServerResponse;

/** Ends the oldest where all that are held are more than that. */
function newestWithin(most: number) {
  const sizes = new Map<Message, number>();
  let sum = 0;
  const release = (message: Message): void => {
    sum -= sizes.get(message) ?? 0;
    sizes.delete(message);
  };
  const hold = (message: Message, size: number): void => {
    sizes.set(message, size);
    sum += size;
    for (const oldest of sizes.keys()) {
      if (sum <= most || oldest === message) break;
      release(oldest);
      oldest.destroy();
    }
  };
  return { hold, release };
}
