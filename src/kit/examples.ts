import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package.ts';

export interface Example {
  name: string;
  /** One line that says what it models. */
  about: string;
  /** Absolute path of its schema: a file, or a folder for the ones that are split up. */
  schema: string;
}

/** The schemas that ship with the kit, by name. */
export function examples(): Example[] {
  const folder = join(packageRoot(), 'templates', 'examples');
  return readdirSync(folder)
    .toSorted()
    .map((name) => {
      const file = join(folder, name, 'schema.ts');
      return {
        name,
        about: readFileSync(join(folder, name, 'about.txt'), 'utf8').trim(),
        schema: existsSync(file) ? file : join(folder, name, 'schema'),
      };
    });
}
