import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KitError } from '../errors.ts';
import { shorten } from './bundle-errors.ts';
import { type Bundle, bundleModules } from './bundle.ts';
import { KIT_FOLDER } from './packages.ts';
import type { ReadAnswer, ReadRequest } from './read/main.ts';
import type { ReadResult } from './read-result.ts';
import type { Schema } from './table.ts';

/** A sound schema takes half a second, and many times that on a busy machine: this is for one that waits for ever. */
const TIMEOUT_MS = 60_000;

/** Switches that common env checks and SDKs look at, so that reading a schema needs no configured environment. */
const HINTS = { SKIP_ENV_VALIDATION: '1', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };

/**
 * Imports a bundled schema in a process of its own and returns what the reader made of it: whatever the schema's code
 * prints, opens or leaves running ends with that process. Temporary files are removed in every case.
 *
 * @param meanwhile is called once that process runs, and this one has nothing to do but wait
 * Throws `SCHEMA_THROWS`, `SCHEMA_EXITED` and `SCHEMA_TIMEOUT`, with the place in the person's file where there is one.
 */
export async function runReader(
  bundle: Bundle,
  casing: Schema['casing'],
  meanwhile: () => void = () => undefined,
): Promise<ReadResult> {
  const reader = await bundledReader();
  const folder = await mkdtemp(join(tmpdir(), 'create-backend-kit-'));
  try {
    const schemaFile = join(folder, 'schema.mjs');
    const readerFile = join(folder, 'reader.mjs');
    await Promise.all([writeFile(schemaFile, bundle.code), writeFile(readerFile, reader.code)]);
    const request = { bundle: pathToFileURL(schemaFile).href, casing };
    const answer = await askChild(readerFile, request, meanwhile);
    if (answer.ok) return answer.result;
    throw loadError(answer, bundle, schemaFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let readerBundle: Promise<Bundle> | undefined;

/** The reader as one module. Bundled rather than started by path, so that it also runs from TypeScript sources. */
function bundledReader(): Promise<Bundle> {
  const main = ['main.js', 'main.ts']
    .map((name) => join(KIT_FOLDER, 'read', name))
    .find(existsSync);
  readerBundle ??= bundleModules(`import ${JSON.stringify(main)};`, KIT_FOLDER);
  return readerBundle;
}

function askChild(
  readerFile: string,
  request: ReadRequest,
  meanwhile: () => void,
): Promise<ReadAnswer> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [readerFile, JSON.stringify(request)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...env, ...HINTS },
  });
  return new Promise<ReadAnswer>((resolve, reject) => {
    let output = '';
    child.once('spawn', meanwhile);
    const timer = setTimeout(() => finish(() => reject(timeoutError())), TIMEOUT_MS);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      settle();
    };
    child.stderr?.on('data', (chunk: Buffer) => (output = (output + chunk).slice(-2000)));
    child.once('message', (answer) => finish(() => resolve(answer as ReadAnswer)));
    child.once('error', (error) => finish(() => reject(error)));
    child.once('close', (code, signal) =>
      finish(() => reject(exitError(code ?? signal ?? 'unknown', output))),
    );
  });
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

/** A module of the schema threw while it was evaluated, or a package lacks an export that it imports. */
function loadError(
  { message, stack }: { message: string; stack: string },
  bundle: Bundle,
  schemaFile: string,
): KitError {
  const at = originalPlace(stack, bundle.map, schemaFile);
  const sentence = bundle.externals.reduce(
    (text, { path, specifier }) => text.replaceAll(pathToFileURL(path).href, specifier),
    message.split('\n')[0] ?? '',
  );
  return new KitError(
    'SCHEMA_THROWS',
    `Loading the schema fails${at ? ` at ${at}` : ''}: ${sentence}`,
    'Load it as your project does: install its packages at the versions that it locks, or keep code that needs a running application out of the schema files.',
  );
}

/** The first frame of a stack that lies in the person's own files, through the bundle's source map. */
function originalPlace(stack: string, map: string, schemaFile: string): string | undefined {
  const url = pathToFileURL(schemaFile).href;
  const frames = [...stack.matchAll(/(file:\S+?):(\d+)(?::(\d+))?/g)];
  const frame = frames.find((candidate) => candidate[1] === url);
  if (!frame) return undefined;
  const sourceMap = new SourceMap(JSON.parse(map));
  const entry = sourceMap.findEntry(Number(frame[2]) - 1, Number(frame[3] ?? 1) - 1);
  if (!('originalSource' in entry)) return undefined;
  return `${shorten(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
