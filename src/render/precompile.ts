import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot } from '../kit/package.ts';
import { keyOf, OPTIONS } from './template.ts';

/** A module with the kit's templates as functions, for the build: to compile those of a service takes longer than to render a small one. */
export function precompiled(): string {
  const templates = join(packageRoot(), 'templates');
  const texts = ['resource', 'features'].flatMap((folder) =>
    readdirSync(join(templates, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  );
  const entries = [...new Set(texts)].map(
    (text) => `['${keyOf(text)}', ${Handlebars.precompile(text, OPTIONS) as string}],`,
  );
  return `export default new Map([\n${entries.join('\n')}\n]);\n`;
}
