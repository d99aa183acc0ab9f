import { isIP } from 'node:net';

/** Where a server takes what comes to any address of the machine. */
const EVERYWHERE = new Set(['', '0.0.0.0', '::']);

/** Whether two servers on one port would be in each other's way: a name may stand for any address. */
export function meet(one: string, other: string): boolean {
  const hosts = [one, other];
  return one === other || hosts.some((host) => isIP(host) === 0 || EVERYWHERE.has(host));
}
