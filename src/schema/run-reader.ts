import { writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KitError } from '../errors.ts';
import { withTemporaryFolder } from '../temporary-folder.ts';
import { shorten } from './bundle-errors.ts';
import type { Bundle } from './bundle.ts';
import type { Reader } from './reader.ts';
import type { ReadResult } from './read-result.ts';
import type { Schema } from './table.ts';

/**
 * Imports a bundled schema in a process of its own and returns what the reader made of it: whatever the schema's code
 * prints, opens or leaves running ends with that process. Temporary files are removed in every case.
 *
 * @param meanwhile is called once that process reads, and this one has nothing to do but wait
 * Throws `SCHEMA_THROWS`, `SCHEMA_EXITED` and `SCHEMA_TIMEOUT`, with the place in the person's file where there is one.
 */
export async function runReader(
  bundle: Bundle,
  casing: Schema['casing'],
  reader: Reader,
  meanwhile: () => void = () => undefined,
): Promise<ReadResult> {
  return withTemporaryFolder('create-backend-kit-', async (folder) => {
    const schemaFile = join(folder, 'schema.mjs');
    await writeFile(schemaFile, bundle.code);
    const reading = reader.read({ bundle: pathToFileURL(schemaFile).href, casing });
    meanwhile();
    const answer = await reading;
    if (answer.ok) return answer.result;
    throw loadError(answer, bundle, schemaFile);
  });
}

/** A module of the schema threw while it was evaluated, or a package lacks an export that it imports. */
function loadError(
  { message, stack }: { message: string; stack: string },
  bundle: Bundle,
  schemaFile: string,
): KitError {
  const at = originalPlace(stack, bundle.map, schemaFile);
  const sentence = bundle.externals.reduce(
    (text, { path, specifier }) => text.replaceAll(pathToFileURL(path).href, specifier),
    (message.split('\n')[0] ?? '').replace(/\(0 , \w+\.(\w+)\)/, '$1'),
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
