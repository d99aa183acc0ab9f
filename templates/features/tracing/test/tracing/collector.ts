import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A span as OTLP has it in JSON. */
export interface Received {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number };
  attributes: Record<string, unknown>;
}

interface Body {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: Sent[] }[];
  }[];
}

type Sent = Omit<Received, 'attributes'> & { attributes: Attribute[] };

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number };
}

/** Takes traces as a collector does, refuses them, or is silent. */
export async function collector({ isSilent = false, status = 200 } = {}) {
  const requests: { url: string | undefined; token: string | undefined; text: string }[] = [];
  let waiting = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url, headers } = request;
      requests.push({
        url,
        token: headers['x-token'] as string,
        text: Buffer.concat(chunks).toString(),
      });
      waiting += 1;
      response.once('close', () => {
        waiting -= 1;
      });
      if (!isSilent) response.writeHead(status).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const bodies = () => requests.map(({ text }) => JSON.parse(text) as Body);
  const spans = (): Received[] =>
    bodies()
      .flatMap(({ resourceSpans }) => resourceSpans.flatMap((one) => one.scopeSpans))
      .flatMap((scope) => scope.spans)
      .map(received);
  const resource = () => record(bodies()[0]?.resourceSpans[0]?.resource.attributes ?? []);
  const isWaitedFor = () => waiting > 0;
  return { url: `http://127.0.0.1:${port}`, requests, spans, resource, isWaitedFor };
}

function received(span: Sent): Received {
  return { ...span, attributes: record(span.attributes) };
}

function record(attributes: Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  );
}
