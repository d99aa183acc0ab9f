import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How often it asks whether a process is ready. */
const INTERVAL = 50;

/** A load balancer: it sends requests, in turn, to the processes that say that they are ready, and repeats none. */
export interface Balancer {
  origin: string;
  /** By port: who is ready, as far as it knows. */
  ready: () => number[];
  add: (port: number) => void;
  remove: (port: number) => void;
  close: () => Promise<void>;
}

export async function startBalancer(): Promise<Balancer> {
  const known = new Map<number, { ready: boolean }>();
  const agent = new Agent({ keepAlive: true });
  const ready = () => [...known].filter(([, { ready: is }]) => is).map(([port]) => port);
  let turn = 0;

  const server = createServer((incoming, outgoing) => {
    const ports = ready();
    const port = ports[(turn += 1) % ports.length];
    if (port === undefined) {
      outgoing.writeHead(503).end('No process is ready.');
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ port, method, path: url, headers, agent }, (answer) => {
      // What is said of one connection says nothing of the other.
      const { connection: _, 'keep-alive': __, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode as number, { ...rest, 'x-port': port });
      answer.pipe(outgoing);
    });
    onward.on('error', (error) => outgoing.writeHead(502).end(error.message));
    incoming.pipe(onward);
  });

  const timer = setInterval(() => {
    for (const [port, state] of known) void isReady(port).then((is) => (state.ready = is));
  }, INTERVAL);

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready,
    add: (port) => void known.set(port, { ready: false }),
    remove: (port) => void known.delete(port),
    close: async () => {
      clearInterval(timer);
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const [answer] = (await once(get({ port, path: '/readyz' }), 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}
