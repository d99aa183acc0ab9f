import { connect, type Socket } from 'node:net';
import type { ClientBase, PoolClient } from 'pg';

/** How long Postgres may take to end what it was asked to cancel. */
const PATIENCE_MS = 2000;

/** How soon it is asked again: what comes before the query itself is lost. */
const INTERVAL_MS = 250;

/** How long whoever was asked may take to hang up; see `ask`. */
const HANG_UP_MS = 60_000;

/** What says that a packet is no start of a session, but asks to cancel what another one is at. */
const CANCEL_REQUEST = 80_877_102;

const cancelled = new WeakSet<PoolClient>();

/** Whether a query of this connection was to be cancelled, so that it must not be used for another. */
export function isCancelled(client: PoolClient): boolean {
  return cancelled.has(client);
}

/**
 * Has Postgres give up what a connection is at, and closes the connection where that takes too long: then its query fails, whatever
 * Postgres or the network does. What is asked may reach Postgres late and hit a later query, so the connection must not be used
 * for another one.
 *
 * As in libpq, it is asked on a connection of its own, without TLS: a number that only this session knows.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancelQuery(client: PoolClient): void {
  if (cancelled.has(client)) return;
  cancelled.add(client);
  const session = client as unknown as Session;
  let isOver = false;
  const askAgain = () => {
    if (isOver) return;
    ask(session).once('close', () => setTimeout(askAgain, INTERVAL_MS).unref());
  };
  askAgain();
  const impatient = setTimeout(() => {
    breakConnection(client, new Error('Connection terminated: a query was not cancelled in time'));
  }, PATIENCE_MS).unref();
  client.once('end', () => {
    isOver = true;
    clearTimeout(impatient);
  });
}

/** Closes the connection on this side, whatever the other one does: what runs on it fails with the reason. */
export function breakConnection(client: ClientBase, reason: Error): void {
  (client as unknown as Session).connection.stream.destroy(reason);
}

/**
 * Postgres hangs up when it has read that. Where the client does before, PgBouncer 1.18 ends itself: one that stood still for a moment would
 * come back only to go, so that nobody is asked twice at a time, and everybody has time.
 */
function ask({ host, port, processID, secretKey }: Session): Socket {
  const socket = host.startsWith('/')
    ? connect(`${host}/.s.PGSQL.${port}`)
    : connect({ port, host });
  // Whether it arrives is not known in any case.
  socket.on('error', () => {}).setTimeout(HANG_UP_MS, () => socket.destroy());
  const request = Buffer.alloc(16);
  for (const [i, value] of [16, CANCEL_REQUEST, processID, secretKey].entries()) {
    request.writeInt32BE(value, i * 4);
  }
  socket.unref().resume().write(request);
  return socket;
}

/** What @types/pg leave out. */
interface Session {
  host: string;
  port: number;
  processID: number;
  secretKey: number;
  connection: { stream: Socket };
}
