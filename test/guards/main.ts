import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { processTerminal, say } from '../../src/terminal.ts';
import { stopChildren } from '../support/children.ts';
import {
  assertGreen,
  outdated,
  type Prepared,
  prepareServices,
  type Suite,
  suites,
  tryRemoval,
} from './guards.ts';
import type { Removal } from './removal.ts';
import { selected } from './selection.ts';

/**
 * Takes each promise of generated services away, one at a time, and requires the service's own tests to fail each time.
 *
 * usage: npm run test:guards [-- <part of a promise, of a file or of a suite's name> ...]
 */
const interrupted = new AbortController();
const terminal = processTerminal({ json: false, yes: true }, interrupted.signal);
const parent = mkdtempSync(join(tmpdir(), 'kit-guards-'));
// The user that Postgres runs as must get to it.
chmodSync(parent, 0o755);
process.on('exit', () => rmSync(parent, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stopChildren().finally(() => process.exit(130)));
}

const tried: boolean[] = [];
try {
  for (const suite of wantedSuites()) tried.push(...(await trySuite(suite)));
} finally {
  // Also where tests fail as they are: nobody else would end the servers.
  await stopChildren();
}
const held = tried.filter(Boolean).length;
say(terminal, `${held} of ${tried.length} promises are held by a test.`);
process.exitCode = held === tried.length ? 0 : 1;

function wantedSuites(): Suite[] {
  try {
    return selected(suites, process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}

/** @returns for each of its promises whether a test holds it */
async function trySuite(suite: Suite): Promise<boolean[]> {
  const { removals } = suite;
  const services = await prepareServices(parent, suite, atOnce(removals));
  const [{ folder }] = services;
  const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
  for (const { promise, file, from } of outdated(removals, textOf)) {
    throw new Error(`${promise}: ${file} does not have this once: ${from}`);
  }
  await assertGreen(services[0], removals);
  const waiting = [...removals];
  const outcomes = await Promise.all(services.map((service) => tryEach(service, waiting)));
  await Promise.all(services.map(({ stop }) => stop()));
  return outcomes.flat();
}

/** Two for each processor: a test run waits for more than half of its time, for Postgres, for processes, for what has to end by itself. */
function atOnce(removals: readonly Removal[]): number {
  return Math.min(2 * availableParallelism(), removals.length);
}

/** @param waiting what nobody has taken yet */
async function tryEach(service: Prepared, waiting: Removal[]): Promise<boolean[]> {
  const outcomes: boolean[] = [];
  for (let removal = waiting.shift(); removal; removal = waiting.shift()) {
    const { caughtBy } = await tryRemoval(service, removal);
    outcomes.push(caughtBy !== undefined);
    print(removal, caughtBy);
  }
  return outcomes;
}

function print({ promise, file, from }: Removal, caughtBy: string | undefined): void {
  say(terminal, terminal.paint(caughtBy ? 'green' : 'red', promise));
  say(terminal, `  without: ${file}: ${from.trim().replaceAll(/\s+/g, ' ')}`);
  say(terminal, `  ${caughtBy ? `caught by ${caughtBy}` : 'NO TEST FAILED'}`);
}
