import { isIP, isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../http/problem';
import { sha256 } from './secrets';
import type { AuthConfig } from './variables';

const MINUTE = 60;

/** Where and to whom a request belongs, for counting. */
export interface Attempt {
  email: string;
  address: string;
}

export interface Limits {
  /**
   * Counts an attempt to log in before it is made: a hundred at once are then a hundred, too.
   *
   * @param isKnown whether the account was logged in to from this address before
   * @throws {Problem} 429
   */
  beforeLogin: (attempt: Attempt, isKnown: () => Promise<boolean>) => Promise<void>;
  /** It was the right password: nothing of the account's attempts from there counts any more. */
  afterLogin: (attempt: Attempt) => Promise<void>;
  /** @throws {Problem} 429 when the service was made to send too many mails, by somebody or to somebody */
  beforeMail: (attempt: Attempt) => Promise<void>;
  /** Gives back what was counted for whom the mail was meant: none is sent. Whoever asked for it has asked all the same. */
  mailUnsent: (attempt: Attempt) => Promise<void>;
}

/**
 * Limits that hold across processes, in Postgres. They delay and don't lock: whoever could lock an account with wrong
 * passwords could lock anybody out. Three things are counted:
 *
 * - an address, for those who try many accounts;
 * - an account from one address: each failure beyond the first few doubles the wait, up to a quarter of an hour;
 * - an account from all addresses, for those who have many: the wait is half a minute at most, and does not concern
 *   addresses that the account was logged in to from before.
 */
export function createLimits(
  pool: Pool,
  { address: most, free, mails }: AuthConfig['limits'],
): Limits {
  const limiter = (name: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'sign_in_limits',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration,
    });
  // Points of those that only count: more than anybody can use up.
  const uncounted = 1_000_000_000;
  const byAddress = limiter('address', most, 15 * MINUTE);
  const pair = {
    count: limiter('pair', uncounted, 24 * 60 * MINUTE),
    gate: limiter('pair-gate', 1, 1),
  };
  const account = {
    count: limiter('account', uncounted, 24 * 60 * MINUTE),
    gate: limiter('account-gate', 1, 1),
  };
  const mailsOf = limiter('mail', mails, 60 * MINUTE);

  async function delayed(
    { count, gate }: typeof pair,
    key: string,
    { first, longest }: { first: number; longest: number },
  ): Promise<void> {
    const { consumedPoints } = await count.consume(key);
    if (consumedPoints <= first) return;
    const customDuration = Math.min(2 ** (consumedPoints - first - 1), longest);
    await refused(gate.consume(key, 1, { customDuration }));
  }

  return {
    beforeLogin: async ({ email, address }, isKnown) => {
      const from = network(address);
      if (most > 0) await refused(byAddress.consume(from));
      await delayed(pair, sha256(`${email} ${from}`), { first: free, longest: 15 * MINUTE });
      if (await isKnown()) return;
      await delayed(account, sha256(email), { first: free * 4, longest: MINUTE / 2 });
    },
    afterLogin: async ({ email, address }) => {
      const from = network(address);
      const key = sha256(`${email} ${from}`);
      await Promise.all([
        pair.count.delete(key),
        pair.gate.delete(key),
        account.count.delete(sha256(email)),
        account.gate.delete(sha256(email)),
        ...(most > 0 ? [byAddress.reward(from)] : []),
      ]);
    },
    beforeMail: async ({ email, address }) => {
      if (mails === 0) return;
      await refused(mailsOf.consume(network(address)));
      await refused(mailsOf.consume(sha256(email)));
    },
    mailUnsent: async ({ email }) => {
      if (mails > 0) await mailsOf.reward(sha256(email));
    },
  };
}

/** Whoever has one IPv6 address has the 2^64 of its network. What is no address at all may be long, and is hashed. */
export function network(address: string): string {
  if (!isIP(address)) return sha256(address);
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = tail ? Array.from({ length: 8 - head.length - tail.length }, () => '0') : [];
  return [...head, ...zeros, ...(tail ?? [])]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

async function refused(consumed: Promise<unknown>): Promise<void> {
  try {
    await consumed;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new Problem(429, {
      detail: `Too many attempts: wait ${seconds} s.`,
      headers: { 'retry-after': String(seconds) },
    });
  }
}
