import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isReservedWord } from '../identifiers.ts';
import { expressionNames, type Vocabulary } from '../model/vocabulary.ts';

/**
 * Reads which names generated files use for themselves out of what they are made from: the templates of a resource, and
 * what the service's own files export.
 *
 * @param templates the folder with `resource/` and `service/`
 */
export function readVocabulary(templates: string): Vocabulary {
  const shared = new Set([...expressionNames, ...exportedNames(join(templates, 'service'))]);
  const resource = join(templates, 'resource');
  const own = new Map(
    filesOf(resource, '.hbs').map((file) => [
      relative(resource, file)
        .split(sep)
        .join('/')
        .replace(/\.hbs$/, ''),
      identifiersIn(readFileSync(file, 'utf8')),
    ]),
  );
  const all = new Set([...shared, ...[...own.values()].flatMap((names) => [...names])]);
  return {
    names: all,
    has: (name) => isReservedWord(name) || all.has(name),
    hasIn: (template, name) =>
      isReservedWord(name) || shared.has(name) || own.get(template)?.has(name) === true,
  };
}

/**
 * The identifiers in a template's own text. What touches an expression is a part of some other name, what follows a point a
 * member; comments and texts in quotes are no code.
 */
export function identifiersIn(template: string): Set<string> {
  const code = template
    .replace(/[\w$]*\{\{[^}]*\}\}[\w$]*/g, ' ')
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, ' ')
    .replaceAll('${', ' ');
  return new Set(code.match(/(?<![\w$.]|\.\s)[A-Za-z_$][\w$]*/g));
}

const EXPORT = /^export (?:async )?(?:const|function|class|interface|type) ([\w$]+)/gm;

function exportedNames(folder: string): string[] {
  return ['src', 'test', 'scripts']
    .flatMap((part) => filesOf(join(folder, part), '.ts'))
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(EXPORT)].map(([, name]) => `${name}`),
    );
}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
}
