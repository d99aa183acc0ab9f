import { channel } from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Source } from './sources';
import { integer } from './values';

export const managerVariables = {
  AWS_SECRET_ID: z.string().optional(),
  AWS_SECRET_TIMEOUT_MS: integer(100, 60_000).default(5000),
  AWS_SECRET_FLOOR_MS: integer(100, 3_600_000).default(10_000),
};

/** What a secret manager holds, by variable. */
export type Secrets = ReadonlyMap<string, string>;

/** How long whoever reads a secret again waits for it; then the one before has to do. */
const PATIENCE = 500;

const failures = channel('service:secrets-not-read');

let names: ReadonlySet<string> = new Set();
let known: Secrets = new Map();
let refresh = async (): Promise<void> => {};

/** The secrets of this process: a process has one secret manager, as it has one environment. */
export const managed = {
  holds: (name: string) => names.has(name),
  value: (name: string) => known.get(name),
  source: (name: string): Source => ({
    from: 'secret manager',
    again: async () => {
      await Promise.race([refresh(), sleep(PATIENCE)]);
      return known.get(name);
    },
  }),
};

/**
 * Takes what a secret manager holds for the variables of these names that nothing else sets.
 *
 * @param first what it held when the process started
 * @param fetch asks it again; while it can't be asked, what it held before is kept
 * @param floor milliseconds between two times that it is asked
 */
export function manage(
  variables: readonly string[],
  first: Secrets,
  { fetch, floor }: { fetch: () => Promise<Secrets>; floor: number },
): void {
  let asked = performance.now();
  let current = Promise.resolve();
  const ask = async () => {
    try {
      known = await fetch();
    } catch (error) {
      failures.publish(error);
    }
  };
  names = new Set(variables);
  known = first;
  refresh = () => {
    if (performance.now() - asked >= floor) {
      asked = performance.now();
      current = ask();
    }
    return current;
  };
}

/** Says each time that secrets could not be read again, and why; never what they are. */
export function logFailedReads(log: FastifyBaseLogger): void {
  failures.subscribe((error) => {
    const reason = error instanceof Error ? error.message : 'unknown';
    log.warn({ reason }, 'secrets were not read again: those before are kept');
  });
}
