import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { managed } from './managed-secrets';

export interface ReadVariables {
  values: Record<string, string>;
  /** Where each value was found; what is not here has none, or that of the schema. */
  sources: Record<string, Source>;
  mistakes: string[];
}

/** Where a value was found. */
export interface Source {
  /** As `config:print` says it. */
  from: string;
  /** Reads it again: what stands there by now, or undefined where nothing does any more. Not of what can't change while the service runs. */
  again?: () => Promise<string | undefined>;
}

/**
 * Takes the named variables from the environment, or from what the profile says. `NAME_FILE` names a file that holds the value,
 * which is how Docker and Kubernetes hand over secrets. An empty variable counts as not set, and so does what an empty file holds.
 *
 * @param profile values of the environment's own, as the service uses them; they are checked like all others
 * @returns the values as text, and what is wrong with the files that were named
 */
export function readVariables(
  env: NodeJS.ProcessEnv,
  names: readonly string[],
  profile: object,
): ReadVariables {
  const read: ReadVariables = { values: {}, sources: {}, mistakes: [] };
  const take = (name: string, value: string | undefined, source: Source) => {
    if (value) read.values[name] = value;
    read.sources[name] = source;
  };
  const preset = new Map<string, unknown>(Object.entries(profile));
  for (const name of names) {
    const value = env[name];
    const file = env[`${name}_FILE`];
    if (value && file)
      read.mistakes.push(`${name}: is set, and so is ${name}_FILE; set one of them`);
    else if (value) take(name, value, { from: 'environment' });
    else if (file) {
      try {
        take(name, secretIn(readFileSync(file)), fileSource(file));
      } catch (error) {
        read.mistakes.push(`${name}_FILE: can't be read (${reasonOf(error)})`);
      }
    } else if (managed.holds(name)) take(name, managed.value(name), managed.source(name));
    else if (preset.has(name)) take(name, String(preset.get(name)), { from: 'profile' });
  }
  return read;
}

function fileSource(file: string): Source {
  return { from: `file ${file}`, again: async () => secretIn(await readFile(file)) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a file without what editors and `echo` put around it: line ends, and the mark that Windows begins a text with. */
function secretIn(bytes: Buffer): string | undefined {
  return utf8.decode(bytes).replace(/[\r\n]+$/, '') || undefined;
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof TypeError ? 'it is no UTF-8 text' : (error as NodeJS.ErrnoException).code;
}
