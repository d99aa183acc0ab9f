import type { Connections } from './connections';

/** What the process that runs the app tells it. */
export interface Lifecycle extends Connections {
  /** Set on SIGTERM: /readyz says no, and clients are asked to close their connections. */
  draining: boolean;
}
