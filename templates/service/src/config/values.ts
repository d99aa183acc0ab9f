import { isIP } from 'node:net';
import { z } from 'zod';

export function integer(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

export const milliseconds = (max = 3_600_000) => integer(0, max);

export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .transform((value) => value === 'true' || value === '1');

/** What to do about a URL that is none. */
export const NO_URL =
  'is no URL: its port must be a number, and %, /, ?, # and @ in its password encoded';

/** A URL whose user and password can be read: drivers decode them, and throw where that does not work. */
export function isUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  try {
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}

/** An Origin as browsers send it: scheme, host, port, no path, and no pattern of several, which would match none. */
export function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && !value.includes('*');
}

/** An address, a range of them or a name for one, as Fastify's `trustProxy` takes them. */
export function isProxy(value: string): boolean {
  const [address = '', bits, ...rest] = value.trim().split('/');
  if (bits === undefined && /^(?:loopback|linklocal|uniquelocal)$/.test(address)) return true;
  const longest = isIP(address) === 4 ? 32 : 128;
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return isIP(address) > 0 && isRange && rest.length === 0;
}

/** With what people put behind it, so that it has a number and a sign. */
const WELL_KNOWN =
  /^(?:postgres(?:ql)?|pg|database|service|development|dev|test|admin|root|user|secret|p[a@][s$]{2}(?:w[o0]?r?d)?|change.?me|default|example|qwerty|1q2w3e4r|letmein|welcome|0?1234\d*)[\d!@#$%_.-]{0,6}$/i;

/** One piece again and again, from its beginning to its end. */
const REPEATED = /^(.{1,4})\1+$/;

/** Whether a host is this machine itself. */
export function isHere(hostname: string): boolean {
  return /^(?:|localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname);
}

/**
 * Whether the password in a URL is one that everybody tries first. Without one, something else says who connects; and what is
 * on this machine only is reached by whoever is on it already.
 */
export function guessablePassword(value: string): boolean {
  const { hostname, username, password } = new URL(value);
  const plain = decodeURIComponent(password);
  return !isHere(hostname) && plain !== '' && isGuessable(plain, decodeURIComponent(username));
}

function isGuessable(password: string, username: string): boolean {
  return password === username || WELL_KNOWN.test(password) || REPEATED.test(password);
}
