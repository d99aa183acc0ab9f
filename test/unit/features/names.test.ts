import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';
import { features } from '../../../src/features/index.ts';
import { packageRoot } from '../../../src/kit/package.ts';

const root = packageRoot();

/** Every file of the kit's sources, and of the templates that all services get, by path. */
function filesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

/** The words of a module's names, each part of `dockerfileFor` by itself, and its texts. */
function wordsOf(path: string): { names: Set<string>; texts: string[] } {
  const names = new Set<string>();
  const texts: string[] = [];
  const { program } = parseSync(path, readFileSync(join(root, path), 'utf8'));
  const take = ({ name }: { name: string }) => {
    for (const word of name.split(/(?=[A-Z])|_/)) names.add(word.toLowerCase());
  };
  new Visitor({
    Identifier: take,
    Literal: ({ value }) => {
      if (typeof value === 'string') texts.push(value);
    },
    TemplateElement: ({ value }) => {
      texts.push(value.raw);
    },
  }).visit(program);
  return { names, texts };
}

/** The names of a feature's own files: of those in a folder that no other part of a service has, the folder's. */
function ownFiles(name: string): string[] {
  const folder = `templates/features/${name}`;
  if (!existsSync(join(root, folder))) return [];
  const own = filesIn(folder)
    .map((path) => path.slice(folder.length + 1))
    .filter((path) => !existsSync(join(root, 'templates/service', path)));
  const names = own.map((path) => {
    const isTheirs = [dirname(path), dirname(dirname(path))].find(
      (one) => one.includes('/') && !existsSync(join(root, 'templates/service', one)),
    );
    return isTheirs ? `${isTheirs}/` : basename(path).replace(/^_/, '.');
  });
  return [...new Set(names)];
}

function isNamed(name: string, path: string): boolean {
  const { names, texts } = wordsOf(path);
  const own = ownFiles(name);
  return (
    name.split('-').every((word) => names.has(word)) ||
    texts.some((text) => text === name || own.some((file) => text.includes(file))) ||
    texts.some((text) => text.includes(`features/${name}`))
  );
}

const list = 'src/features/index.ts';

it.each(features.map(({ name }) => name))(
  'of the kit, nothing but its own folder names %s',
  (name) => {
    const others = filesIn('src', 'generators').filter(
      (path) => !path.startsWith('src/features/') && path !== list,
    );
    expect(others.filter((path) => path.endsWith('.ts') && isNamed(name, path))).toEqual([]);
    expect(isNamed(name, list)).toBe(true);
  },
);

it.each(features)('the templates of all services know nothing of $name', (feature) => {
  const { packages = [], scripts = {}, config } = feature;
  const known = [...Object.keys(scripts), ...(config?.keys.map(({ variable }) => variable) ?? [])];
  const elsewhere = ownFiles(feature.name).map((file) => file.replace(/\.ts$/, ''));
  const shared = filesIn('templates/service', 'templates/resource').filter(
    (path) => !/\/(?:dist|drizzle|coverage|\.postgres)\//.test(path),
  );
  for (const path of shared) {
    const text = readFileSync(join(root, path), 'utf8');
    const isPins = path === 'templates/service/package.json';
    const words = isPins ? known : [...known, ...elsewhere, ...packages];
    expect(words.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`)).toEqual(
      [],
    );
  }
});
