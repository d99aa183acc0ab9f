import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { KitError } from '../errors.ts';
import { KIT_FOLDER } from './packages.ts';
import { BUNDLED_READER, bundleReader } from './reader-bundle.ts';
import type { ReadAnswer, ReadRequest } from './read/main.ts';

/** A sound schema takes a tenth of a second, and many times that on a busy machine: this is for one that waits for ever. */
const TIMEOUT_MS = 60_000;

/** Switches that common env checks and SDKs look at, so that reading a schema needs no configured environment. */
const HINTS = { SKIP_ENV_VALIDATION: '1', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };

/** A process that reads one schema. To start takes it longer than to read, so that it is started before there is anything to read. */
export interface Reader {
  /** @throws KitError SCHEMA_EXITED, SCHEMA_TIMEOUT */
  read(request: ReadRequest): Promise<ReadAnswer>;
  /** Ends it, with whatever the schema's code has opened or left running. */
  end(): void;
}

/** Starts a process for a schema. Whoever does ends it, also where nothing was read. */
export function startReader(): Reader {
  const { NODE_OPTIONS: _, ...env } = process.env;
  // What runs from its sources may have changed since it was built.
  const isBuilt = !import.meta.url.endsWith('.ts');
  const child = spawn(process.execPath, [isBuilt ? BUNDLED_READER : '-'], {
    stdio: [isBuilt ? 'ignore' : 'pipe', 'ignore', 'pipe', 'ipc'],
    env: { ...env, ...HINTS },
  });
  if (child.stdin) void writeSource(child.stdin);
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk).slice(-2000)));
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const answer = new Promise<ReadAnswer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as ReadAnswer));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', end);
      reject(exitError(code ?? signal ?? 'unknown', output));
    });
  });
  // Whoever asks learns of it.
  answer.catch(() => undefined);
  return {
    read: async (request) => {
      // One that has ended says why by itself.
      child.send(request, () => undefined);
      return inTime(answer).finally(end);
    },
    end,
  };
}

let source: Promise<string> | undefined;

/** From the kit's sources it is made into JavaScript here; what it requires is found beside the kit all the same. */
async function writeSource(stdin: Writable): Promise<void> {
  source ??= bundleReader();
  const home = JSON.stringify(join(KIT_FOLDER, 'reader.js'));
  stdin.on('error', () => undefined);
  stdin.end(`require = require('node:module').createRequire(${home});\n${await source}`);
}

async function inTime(answer: Promise<ReadAnswer>): Promise<ReadAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError()), TIMEOUT_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

const timeoutError = () =>
  new KitError(
    'SCHEMA_TIMEOUT',
    `The schema was still loading after ${TIMEOUT_MS / 1000} seconds.`,
    'A module that it imports waits for something, such as a connection. Import only what the tables need.',
  );

const exitError = (status: number | string, output: string) =>
  new KitError(
    'SCHEMA_EXITED',
    `Loading the schema ended its process (${status})${output.trim() ? `: ${lastLine(output)}` : ''}.`,
    'A module that it imports ends the process. Import only what the tables need.',
  );

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
