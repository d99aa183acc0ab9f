import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SilentProxy {
  /** The address of the same database, through the proxy. */
  url: string;
  /** From now on nothing is forwarded, and nothing closed: as when a cable is cut. */
  fallSilent: () => void;
  /** New connections are forwarded again; those that are there stay silent. */
  speak: () => void;
  close: () => void;
}

/** A TCP proxy in front of Postgres that can fall silent. */
export async function silentProxy(databaseUrl: string): Promise<SilentProxy> {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port), allowHalfOpen: true };
  const sockets = new Set<Socket>();
  let line = { isSilent: false };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const mine = line;
    const postgres = connect(target);
    for (const [from, to] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('data', (bytes) => !mine.isSilent && to.write(bytes));
      from.on('end', () => !mine.isSilent && to.end());
      from.on('close', () => !mine.isSilent && to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    fallSilent: () => {
      line.isSilent = true;
    },
    speak: () => {
      line = { isSilent: false };
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
