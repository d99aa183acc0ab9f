import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a server answers one request. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** As it is, in place of JSON. */
  text?: string | Uint8Array;
  fault?: 'silent' | 'reset' | 'half' | 'endless' | 'babble';
}

export interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
}

/**
 * Another service, of which each request gets the next answer, and the last one from then on.
 *
 * @returns where it is, and what it has been asked
 */
export async function faultyServer(...answers: Answer[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers });
    const answer = answers[Math.min(seen.length, answers.length) - 1] ?? {};
    request.resume();
    request.on('end', () => give(answer, request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen };
}

function give(
  { status = 200, headers = {}, json, text, fault }: Answer,
  { socket }: IncomingMessage,
  response: ServerResponse,
): void {
  if (fault === 'silent') return;
  if (fault === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (fault === 'babble') {
    socket.end('hello world\r\n\r\n');
    return;
  }
  if (fault === 'half') {
    response.writeHead(status, { 'content-length': '100', ...headers });
    response.write('{"id":', () => socket.destroy());
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (fault === 'endless') {
    const chunk = Buffer.alloc(65_536, ' ');
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
    return;
  }
  response.end(text ?? JSON.stringify(json));
}
