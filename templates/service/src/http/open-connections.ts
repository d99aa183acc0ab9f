import type { Socket } from 'node:net';
import type { App } from './types';

/** How often the log may speak of it. */
const WARNING_MS = 60_000;

/** How many connections past the most there may be. */
const SPARE = 16;

/**
 * Bounds how many connections are open. A process that has no file descriptor left reaches no database either, and ends as soon as
 * something asks how much memory it takes.
 *
 * A few more are for those who look whether the service lives: they would restart one that only has many clients. Whoever asks for anything else
 * on one of these is refused, and none of them can be kept: the oldest is closed where the next one has no room.
 *
 * @returns whether a connection is one past the most
 */
export function boundConnections(
  { server, log }: App,
  wanted: number,
): (socket: Socket) => boolean {
  const most = connectionsAtMost(wanted, fileDescriptors());
  const spare = new Set<Socket>();
  let open = 0;
  let saidAt = Number.NEGATIVE_INFINITY;
  const warn = () => {
    if (performance.now() - saidAt < WARNING_MS) return;
    saidAt = performance.now();
    log.warn(
      { most },
      'too many connections are open: new ones get no more than /livez and /readyz',
    );
  };
  server.prependListener('connection', (socket: Socket) => {
    if (open < most) {
      open += 1;
      socket.once('close', () => {
        open -= 1;
      });
      return;
    }
    warn();
    spare.add(socket);
    socket.once('close', () => spare.delete(socket));
    const [oldest] = spare;
    if (spare.size <= SPARE || !oldest) return;
    spare.delete(oldest);
    oldest.destroy();
  });
  return (socket) => spare.has(socket);
}

/** The other half is for the database, other services and files. */
export function connectionsAtMost(wanted: number, descriptors: number): number {
  return Math.min(wanted, Math.max(1, Math.floor(descriptors / 2)));
}

/** How many the system lets this process have: `ulimit -n`, which Node raises as far as it may when it starts. */
function fileDescriptors(): number {
  // What @types/node leave out.
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  const { excludeNetwork } = report;
  // It would look up the name of every other end.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as Report;
  report.excludeNetwork = excludeNetwork;
  const limit = userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
}

interface Report {
  userLimits?: { open_files?: { soft: number | 'unlimited' } };
}
