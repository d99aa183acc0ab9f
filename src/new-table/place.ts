import { parseModule } from '../schema/bring/parse.ts';
import type { SchemaFile } from '../schema/table.ts';

/** The names that the files of a schema define and export, with the file of each. */
export function exportsOf(files: SchemaFile[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, content } of files) {
    for (const { name, from } of parseModule(path, content).exports) {
      if (name !== null && from === null && !found.has(name)) found.set(name, path);
    }
  }
  return found;
}
