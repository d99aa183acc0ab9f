import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/kit/package.ts';
import { ChildError, stopChildren } from '../support/children.ts';
import type { Attack } from './attacks/attack.ts';
import { bodies } from './attacks/bodies.ts';
import { memory } from './attacks/memory.ts';
import { rows } from './attacks/rows.ts';
import { silence } from './attacks/silence.ts';
import { slowClients } from './attacks/slow-clients.ts';
import { formatFinding } from './fuzz/findings.ts';
import { fuzz } from './fuzz/run.ts';
import type { Vitals } from './probe.ts';
import { build, type Built, HEAP, start } from './service.ts';
import { ENDS_SESSIONS, SIGN_IN, signUp } from './sign-in.ts';

/**
 * What a hostile client, a fat row and a database in trouble do to a built service of 400 MB, and whether each answer is what
 * its own description says. See docs/architecture.md.
 *
 * usage: npm run test:hostile [-- --only silence,bodies,memory,rows,slow-clients,fuzz,kinds,signed-in] [--seed 7] [--requests 20000] [--keep]
 */
const { values } = parseArgs({
  options: {
    only: {
      type: 'string',
      default: 'silence,bodies,memory,rows,slow-clients,fuzz,kinds,signed-in',
    },
    /** The same one sends the same requests. */
    seed: { type: 'string', default: '1' },
    requests: { type: 'string', default: '20000' },
    /** Leave the services, to look into one. */
    keep: { type: 'boolean', default: false },
  },
});
const [seed, requests] = [Number(values.seed), Number(values.requests)];
const folder = join(packageRoot(), '.cache', 'hostile', String(process.pid));
const wanted = new Set(values.only.split(','));
const attacks: Record<string, Attack> = {
  silence,
  bodies,
  memory,
  rows,
  'slow-clients': slowClients,
};
const shop = ['--example', 'shop', '--auth'];
const kinds = fileURLToPath(new URL('kinds.ts', import.meta.url));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopChildren().finally(() => process.exit(130)));
}
/** What the seed of the requests that are sent one at a time has more. */
const ALONE = 1000;

/** What a heap may have grown by once the statements of all lists are there. */
const GROWTH = 20;

let faults = 0;
try {
  if ([...Object.keys(attacks), 'fuzz'].some((name) => wanted.has(name))) {
    await withBuilt('shop', [...shop, 'none'], async (built) => {
      for (const [name, attack] of Object.entries(attacks)) {
        if (wanted.has(name)) await attackWith(name, attack, built);
      }
      if (wanted.has('fuzz')) await fuzzWith('the shop', built, requests);
    });
  }
  if (wanted.has('kinds')) {
    await withBuilt('kinds', ['--schema', kinds, '--auth', 'none'], (built) =>
      fuzzWith('columns of every kind', built, requests / 2),
    );
  }
  if (wanted.has('signed-in')) {
    await withBuilt('signed-in', [...shop, 'built-in'], (built) =>
      fuzzWith('the shop, signed in', built, requests / 2, true),
    );
  }
} catch (error) {
  say(
    error instanceof ChildError
      ? `${error.message}\n${error.output}`
      : String((error as Error).stack),
  );
  faults += 1;
}
await stopChildren();
if (!values.keep) rmSync(folder, { recursive: true, force: true });
say(faults === 0 ? 'Nothing gave way.' : `${faults} faults.`);
process.exitCode = faults === 0 ? 0 : 1;

async function withBuilt(
  name: string,
  flags: string[],
  use: (built: Built) => Promise<void>,
): Promise<void> {
  say(`creating and building ${name} ...`);
  const built = await build(join(folder, name), flags);
  try {
    await use(built);
  } finally {
    await built.stop();
  }
}

async function attackWith(name: string, attack: Attack, built: Built): Promise<void> {
  say(`\n${name}`);
  for (const { promise, kept, seen } of await attack(built)) {
    if (!kept) faults += 1;
    say(`  ${kept ? 'kept  ' : 'BROKEN'} ${promise}: ${seen}`);
  }
}

async function fuzzWith(
  name: string,
  built: Built,
  count: number,
  signedIn = false,
): Promise<void> {
  say(`\nfuzzing ${name}: ${count} requests of seed ${seed}`);
  const service = await start(built, signedIn ? SIGN_IN : {});
  try {
    const logIn = signedIn ? await signUp(service.origin, built.databaseUrl) : undefined;
    const looks: Vitals[] = [];
    const every = Math.max(500, Math.floor(count / 8 / 500) * 500);
    const options = {
      port: service.port,
      seed,
      ...(logIn && { headersNow: logIn, leftOut: ENDS_SESSIONS }),
    };
    const { findings, statuses, readAgain } = await fuzz({
      ...options,
      requests: count,
      progress: async (done) => {
        if (done % every === 0) looks.push(await service.vitals());
      },
    });
    for (const finding of findings) say(formatFinding(finding, seed));
    // Once everything is compiled that is compiled when it is first used.
    const alone = await fuzz({
      ...options,
      seed: seed + ALONE,
      requests: Math.min(count / 5, 2000),
      cpu: service.cpu,
    });
    for (const finding of alone.findings) say(formatFinding(finding, seed + ALONE));
    say(
      `  answers: ${Object.entries(statuses)
        .map(([status, times]) => `${status} x ${times}`)
        .join(', ')}`,
    );
    say(`  ${readAgain} rows were read again, and were as they had been answered`);
    say(formatVitals(looks));
    say(`  one at a time, the dearest request took ${alone.dearest.toFixed(0)} ms of CPU`);
    faults += findings.length + alone.findings.length;
    if (readAgain === 0) {
      say('  BROKEN nothing was written that could be read again: these requests say nothing');
      faults += 1;
    }
    const [early, late] = [looks[Math.floor(looks.length / 3)], looks.at(-1)];
    if (early && late && late.heap - early.heap > GROWTH) {
      say(`  BROKEN memory grew by ${(late.heap - early.heap).toFixed(0)} MB`);
      faults += 1;
    }
  } finally {
    await service.stop();
  }
}

function formatVitals(looks: readonly Vitals[]): string {
  const heaps = looks.map(({ heap }) => heap.toFixed(0)).join(', ');
  const p99 = Math.max(...looks.map(({ loopP99 }) => loopP99));
  const max = Math.max(...looks.map(({ loopMax }) => loopMax));
  return `  heap of ${HEAP} MB, by and by: ${heaps}; loop delay p99 ${p99.toFixed(0)} ms at the most, longest ${max.toFixed(0)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
