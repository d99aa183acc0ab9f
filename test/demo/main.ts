import { withProgress } from '../../src/report/progress.ts';
import { processTerminal, say } from '../../src/terminal.ts';
import { tail } from '../../src/steps/run.ts';
import { type Child, ChildError, stopChildren } from '../support/children.ts';
import { rideOut, WAREHOUSE } from './ride-out.ts';
import { createService, demoService, seedService, startService } from './service.ts';
import { steps } from './steps.ts';
import { describeStep } from './transcript.ts';
import { walk } from './walk.ts';

/**
 * The kit's main job on real input: creates a service, starts it and walks through it.
 *
 * usage: npm run demo [-- --once]
 */
const EXAMPLE = 'shop';
/** People sign in, and read what is for sale without that. */
const OPEN = 'products,categories,collections';
const FLAGS = [
  '--example',
  EXAMPLE,
  '--auth',
  'built-in',
  '--public-read',
  OPEN,
  '--client',
  WAREHOUSE,
];
const once = process.argv.slice(2).includes('--once');

/** What it means to be interrupted: until the walk is through, that the demo did not do what it is for. */
let whenInterrupted = 130;

const interrupted = new AbortController();
const terminal = processTerminal({ json: false, yes: true }, interrupted.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}
// Nobody reads any more (`| head`).
process.stdout.on('error', () => interrupted.abort());

const code = await Promise.race([demo(), aborted()]);
await stopChildren();
process.exit(code);

async function demo(): Promise<number> {
  try {
    const { child, origin } = await prepare();
    if (!(await walkThrough(origin))) return 1;
    const ridden = await progress(
      'Letting its client of another service ask while that says 429',
      () => rideOut(demoService),
    );
    for (const line of ridden) say(terminal, `  ${line}`);
    say(terminal);
    whenInterrupted = 0;
    say(terminal, `API documentation: ${terminal.paint('bold', `${origin}/docs`)}`);
    if (once) return 0;
    say(terminal, `The service runs from ${demoService}; Ctrl-C ends it.`);
    return await untilEnd(child);
  } catch (error) {
    // What was ended has failed, too: that is no news.
    if (interrupted.signal.aborted) return whenInterrupted;
    say(terminal, terminal.paint('red', (error as Error).message));
    if (error instanceof ChildError) say(terminal, tail(error.output));
    return 1;
  }
}

async function prepare(): Promise<{ child: Child; origin: string }> {
  await progress(`Creating demo-service from the example ${EXAMPLE}, with sign-in`, () =>
    createService(demoService, FLAGS),
  );
  await progress('Seeding its database', () => seedService(demoService));
  return progress('Starting it', () => startService(demoService));
}

async function progress<T>(label: string, task: () => Promise<T>): Promise<T> {
  const { value } = await withProgress(terminal, label, async () => ({
    ok: true,
    value: await task(),
  }));
  return value;
}

async function walkThrough(origin: string): Promise<boolean> {
  say(terminal);
  let number = 0;
  for await (const walked of walk({ origin, folder: demoService }, steps)) {
    number += 1;
    say(terminal, describeStep(number, walked, terminal));
    if (walked.failure !== undefined) return false;
  }
  say(terminal, `All ${number} steps answered as they should.`);
  return true;
}

/** The service ends with the demo, never by itself. */
async function untilEnd(child: Child): Promise<number> {
  const exitCode = await child.exited;
  if (interrupted.signal.aborted) return whenInterrupted;
  say(terminal, `The service ended by itself, with exit code ${exitCode}:`);
  say(terminal, tail(child.output()));
  return 1;
}

function aborted(): Promise<number> {
  const { signal } = interrupted;
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(whenInterrupted), { once: true });
  });
}
