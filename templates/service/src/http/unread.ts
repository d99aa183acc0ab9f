import type { ServerResponse } from 'node:http';
import { getHeapStatistics } from 'node:v8';
import type { App } from './types';

/** Answers of so many characters go out at once, or nearly. */
const SMALL = 65_536;

/** How much of the memory that the process may have is for answers that nobody reads. */
const SHARE = 1 / 4;

/**
 * Bounds what answers hold in memory until their clients have read them: where all of them are too much, the connection is closed on
 * which one has waited the longest. A client that reads has its answer in a moment; one that doesn't, or a byte now and then, would
 * otherwise keep it for as long as it likes, and many of them would end the process.
 *
 * @param most characters
 */
export function boundUnread(app: App, most = getHeapStatistics().heap_size_limit * SHARE): void {
  /** The oldest first. */
  const unread = new Map<ServerResponse, number>();
  let held = 0;
  const forget = (response: ServerResponse) => {
    held -= unread.get(response) ?? 0;
    unread.delete(response);
  };
  app.addHook('onSend', (_request, { raw }, payload, done) => {
    if (typeof payload === 'string' && payload.length > SMALL) {
      unread.set(raw, payload.length);
      held += payload.length;
      // Closed as well, once it is finished or never will be.
      raw.once('finish', () => forget(raw)).once('close', () => forget(raw));
      for (const oldest of unread.keys()) {
        if (held <= most || oldest === raw) break;
        forget(oldest);
        oldest.destroy();
      }
    }
    done(null, payload);
  });
}
