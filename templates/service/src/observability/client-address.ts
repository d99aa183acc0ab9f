import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type { Config } from '../config';

/** Of this process alone: a hash of so few values could be undone by whoever knew the key. */
const KEY = randomBytes(32);

/**
 * How a line of the log tells clients apart. An address is personal data in most places: cut, it names a network; hashed, it
 * is the same for as long as the process runs.
 *
 * @param ip undefined where the client has hung up before anybody asked for it
 * @returns undefined where the log is to say nothing of it
 */
export function loggedAddress(
  ip: string | undefined,
  kind: Config['log']['clientAddress'],
): string | undefined {
  if (ip === undefined || kind === 'off') return undefined;
  const address = ip.replace(/^::ffff:(?=\d+\.)/, '');
  if (kind === 'whole') return address;
  if (kind === 'cut') return cut(address);
  return createHmac('sha256', KEY).update(address).digest('base64url').slice(0, 16);
}

/** The last byte of an IPv4 address goes, and all but the first three groups of an IPv6 address. */
function cut(address: string): string | undefined {
  if (isIPv4(address)) return address.replace(/\d+$/, '0');
  if (!isIPv6(address)) return undefined;
  const [beginning = ''] = address.split('::');
  return `${beginning.split(':').slice(0, 3).join(':')}::`;
}
