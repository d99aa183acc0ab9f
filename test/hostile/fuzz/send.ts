import { Agent, type IncomingHttpHeaders, request as open } from 'node:http';
import type { Request } from './request.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers longer than that are faults of another kind, and would only fill this process. */
const TIMEOUT = 60_000;

export type Send = (request: Omit<Request, 'value'>) => Promise<Answer>;

/**
 * Sends requests over connections that are kept.
 *
 * @returns a function from the request to its answer, which rejects where the connection ends without one; and one that gives
 *   headers to all requests from then on
 */
export function sender(port: number, connections: number) {
  let headers: Record<string, string> = {};
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send: Send = (request) =>
    new Promise((resolve, reject) => {
      const outgoing = open(
        {
          agent,
          host: '127.0.0.1',
          port,
          method: request.method,
          path: request.path,
          headers: {
            ...headers,
            ...(request.body &&
              !('transfer-encoding' in request.headers) && {
                'content-length': request.body.length,
              }),
            ...request.headers,
          },
          timeout: TIMEOUT,
        },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => (body += text));
          response.once('error', reject);
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT} ms`)));
      outgoing.once('error', reject);
      outgoing.end(request.body);
    });
  const sendWith = (others: Record<string, string>) => void (headers = others);
  return { send, sendWith, close: () => agent.destroy() };
}
