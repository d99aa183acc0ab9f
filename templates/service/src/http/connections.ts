import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests on one connection that wait for the answer before theirs: as many as clients send ahead that do so at all. */
const MAX_WAITING = 10;

/** What is sent has arrived after that, also from far away. */
const QUIET_MS = 1000;

interface State {
  /** Begun last. */
  response?: ServerResponse;
  waiting: number;
  /** When it was first seen that no request is under way. */
  quietSince?: number;
}

export interface Connections {
  /**
   * Closes those on which no request has begun for a while: Node waits for a client that has connected and says nothing, or not all
   * of its headers, for as long as it likes once the server closes. To be called again and again meanwhile.
   */
  closeQuiet: () => void;
}

/**
 * Begins a request that a client sent ahead of an answer only when that answer has gone out. Node would begin all of them at once,
 * and keep what comes of them until it is their turn: a thousand pages of megabytes, of a client that reads none. Those that write would
 * not even be done in the order in which they were sent.
 *
 * Not a hook: by then a request is more than three times as large, and what fits into one packet is a thousand of them.
 *
 * @param server with its listener, and not listening yet
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2
 */
export function takeInTurn(server: Server): Connections {
  const open = new Map<Socket, State>();
  server.prependListener('connection', (socket: Socket) => {
    open.set(socket, { waiting: 0 });
    socket.once('close', () => open.delete(socket));
  });
  const [listener] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const state = open.get(request.socket) ?? { waiting: 0 };
    const begin = () => {
      state.response = response;
      listener?.(request, response);
    };
    // Node gives a response its connection when it is its turn.
    if (response.socket) begin();
    else if (state.waiting >= MAX_WAITING) giveUp(request.socket);
    else {
      state.waiting += 1;
      response.once('socket', () => {
        state.waiting -= 1;
        begin();
      });
    }
  });
  return { closeQuiet: () => open.forEach(closeIfQuiet) };
}

/**
 * Whoever sends ahead has to send again what was not answered.
 *
 * Closing alone would come after a thousand more requests, all that there are in what was read: the parser is told that the rest is
 * of another protocol, after which it stops. Where a later Node has no such parser, nothing is lost but that.
 */
function giveUp(socket: Socket): void {
  const { parser } = socket as Parsed;
  if (parser) parser.onIncoming = () => UPGRADE;
  socket.destroy();
}

/** As llhttp has it: https://github.com/nodejs/llhttp#on_headers_complete */
const UPGRADE = 2;

/** What @types/node leave out. */
interface Parsed extends Socket {
  parser?: { onIncoming: () => number } | null;
}

function closeIfQuiet(state: State, socket: Socket): void {
  const { response, quietSince } = state;
  if (response && !response.writableFinished) delete state.quietSince;
  else if (quietSince === undefined) state.quietSince = performance.now();
  else if (performance.now() - quietSince > QUIET_MS) socket.destroy();
}
