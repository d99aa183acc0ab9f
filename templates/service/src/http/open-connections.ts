import type { App } from './types';

/** How often the log may speak of it. */
const WARNING_MS = 60_000;

/**
 * Bounds how many connections are open: new ones past that are closed at once. A process that has no file descriptor left reaches no
 * database either, and ends as soon as something asks how much memory it takes.
 */
export function boundConnections({ server, log }: App, wanted: number): void {
  const most = connectionsAtMost(wanted, fileDescriptors());
  server.maxConnections = most;
  let saidAt = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    if (performance.now() - saidAt < WARNING_MS) return;
    saidAt = performance.now();
    log.warn({ most }, 'too many connections are open: new ones are closed');
  });
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
