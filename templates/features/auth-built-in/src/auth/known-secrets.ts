import type { FastifyBaseLogger } from 'fastify';
import { secretId, secretMistake } from './secrets';
import type { AuthConfig } from './variables';

export interface KnownSecrets {
  /** By name, AUTH_SECRET first. What any of them signed is taken. */
  all: () => ReadonlyMap<string, string>;
  /** Reads them again where they come from; while that does not work, those before are kept. */
  refresh: () => Promise<void>;
}

/**
 * The secrets of sign-in as they are by now: from a file, or another place that can be read again, a new one is taken without a
 * restart. Which of them signs is not decided here, because every process has to know it first; see `signing-keys.ts`.
 *
 * @param log told once when they can't be read, and once when they can again
 */
export function knownSecrets(
  { secrets, secretsAgain }: Pick<AuthConfig, 'secrets' | 'secretsAgain'>,
  log: FastifyBaseLogger,
): KnownSecrets {
  let known = byName(secrets);
  let failing = false;

  async function read(again: () => Promise<readonly string[]>): Promise<void> {
    const current = await again();
    for (const secret of current) {
      const mistake = secretMistake(secret);
      if (mistake) throw new Error(`A secret of sign-in ${mistake}`);
    }
    known = byName(current);
  }

  return {
    all: () => known,
    refresh: async () => {
      if (!secretsAgain) return;
      try {
        await read(secretsAgain);
        if (failing) log.info('read secrets of sign-in again: works again');
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'read secrets of sign-in again: failed');
        failing = true;
      }
    },
  };
}

function byName(secrets: readonly string[]): ReadonlyMap<string, string> {
  return new Map(secrets.map((secret) => [secretId(secret), secret]));
}
