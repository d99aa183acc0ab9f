import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';
import { unavailable } from '../http/problem';
import type { AuthConfig } from './variables';

export interface Hasher {
  hash: (password: string) => Promise<string>;
  /**
   * Takes as long for an account that is not there, whose hash is undefined: the time of an answer must not tell who has
   * one.
   */
  verify: (encoded: string | undefined, password: string) => Promise<boolean>;
  /** Whether the hash was made with less work than the configuration asks for by now. */
  isWeak: (encoded: string) => boolean;
}

/** What computes hashes: all of that work goes through here, so that a test can see how much of it there is. */
type Argon2 = Pick<typeof import('@node-rs/argon2'), 'hash' | 'verify'>;

/** The package's `Algorithm.Argon2id`, which TypeScript can't read from a file that is compiled on its own. */
const ARGON2ID = 2;

/**
 * Argon2id. Each hash takes a core and its memory for a while, so that few run at once and few more wait: a flood of
 * log-ins gets 503, and the rest of the service goes on.
 */
export function createHasher(
  { memory, passes, atOnce, waiting }: AuthConfig['hashing'],
  argon2: Argon2 = { hash, verify },
): Hasher {
  const options: Options = {
    algorithm: ARGON2ID,
    memoryCost: memory,
    timeCost: passes,
    parallelism: 1,
  };
  const inTurn = boundedQueue(atOnce, waiting);
  const nobodys = `$argon2id$v=19$m=${memory},t=${passes},p=1$${unpadded(16)}$${unpadded(32)}`;

  return {
    hash: (password) => inTurn(() => argon2.hash(password, options)),
    verify: (encoded, password) =>
      inTurn(async () => {
        const matches = await argon2.verify(encoded ?? nobodys, password);
        return matches && encoded !== undefined;
      }),
    isWeak: (encoded) => {
      const [, m, t] = /\$m=(\d+),t=(\d+),/.exec(encoded) ?? [];
      return Number(m) < memory || Number(t) < passes;
    },
  };
}

/** So many random bytes, as they stand in a hash. */
const unpadded = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');

/** Runs so many at once and lets so many wait; the next is refused. */
function boundedQueue(atOnce: number, waiting: number) {
  let running = 0;
  const queue: (() => void)[] = [];

  return async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw unavailable('Too many people sign in at this moment.', 2);
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // The place is handed on, so that nobody who arrives in between takes it.
      if (next) next();
      else running -= 1;
    }
  };
}
