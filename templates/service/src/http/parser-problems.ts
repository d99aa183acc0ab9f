import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { Problem, type RequestIds } from './problem';
import { newTrace } from './trace';
import type { App } from './types';

/** What Node's parser refuses, by its codes; all else is a 400. */
const STATUS: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

const DETAIL: Record<number, string> = {
  400: 'It is no HTTP request: letters beyond ASCII in a URL have to be percent-encoded, for one.',
  408: 'It took too long to arrive.',
  413: 'Its chunks have too long extensions.',
  431: 'Its headers are too long.',
};

/**
 * Answers what is no request to Node, which no hook and no error handler sees, with a problem like any other. The connection is
 * closed: where the next request would begin, nobody knows.
 *
 * @param headers of every answer
 */
export function answerUnparsed(logger: FastifyBaseLogger, headers: Record<string, string>) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    // The client is gone.
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = STATUS[error.code ?? ''] ?? 400;
    const ids = newIds();
    // Not the error itself: it holds what was sent.
    logger.info({ ...ids, status, code: error.code }, 'request not understood');
    if (socket.writable) {
      socket.write(answer(new Problem(status, { detail: DETAIL[status] ?? '' }), ids, headers));
    }
    socket.destroy();
  };
}

/** Node answers an expectation that it does not know by itself, with nothing but a status, and who wants a tunnel not at all. */
export function registerExpectations(app: App, headers: Record<string, string>): void {
  app.server.on('connect', (_, socket) => {
    // Node listens no more: a client that resets the connection would end the process.
    socket.on('error', () => {});
    socket.end(answer(new Problem(400, { detail: 'This is no proxy.' }), newIds(), headers));
  });
  app.server.on('checkExpectation', (_, response) => {
    const ids = newIds();
    const problem = new Problem(417, { detail: 'Only 100-continue can be expected.' });
    const body = JSON.stringify(problem.toBody(ids));
    response.writeHead(417, fields(body, ids.requestId, headers)).end(body);
  });
}

/** What was sent says nothing that could be read. */
function newIds(): RequestIds {
  return { requestId: randomUUID(), traceId: newTrace().traceId };
}

function answer(problem: Problem, ids: RequestIds, headers: Record<string, string>): string {
  const body = JSON.stringify(problem.toBody(ids));
  const lines = Object.entries(fields(body, ids.requestId, headers)).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`;
}

function fields(body: string, requestId: string, headers: Record<string, string>) {
  return {
    ...headers,
    'x-request-id': requestId,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
}
