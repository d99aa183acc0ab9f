import { readFileSync } from 'node:fs';

export interface ReadVariables {
  values: Record<string, string>;
  mistakes: string[];
}

/**
 * Takes the named variables from the environment. `NAME_FILE` names a file that holds the value, which is how Docker and
 * Kubernetes hand over secrets. An empty variable counts as not set.
 *
 * @returns the values, and what is wrong with the files that were named
 */
export function readVariables(env: NodeJS.ProcessEnv, names: readonly string[]): ReadVariables {
  const values: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const name of names) {
    const value = env[name];
    const file = env[`${name}_FILE`];
    if (value && file) mistakes.push(`${name}: is set, and so is ${name}_FILE; set one of them`);
    else if (value) values[name] = value;
    else if (file) {
      try {
        values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        mistakes.push(`${name}_FILE: can't be read (${(error as NodeJS.ErrnoException).code})`);
      }
    }
  }
  return { values, mistakes };
}
