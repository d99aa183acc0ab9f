import { writeFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot } from '../kit/package.ts';
import { COMPILED, keyOf, OPTIONS } from './template.ts';

// The last step of the build: compiling the templates of a service takes longer than rendering a small one.
const templates = join(packageRoot(), 'templates');
const texts = ['resource', 'features'].flatMap((folder) =>
  readdirSync(join(templates, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);
const entries = [...new Set(texts)].map(
  (text) => `['${keyOf(text)}', ${Handlebars.precompile(text, OPTIONS) as string}],`,
);
writeFileSync(COMPILED, `export default new Map([\n${entries.join('\n')}\n]);\n`);
