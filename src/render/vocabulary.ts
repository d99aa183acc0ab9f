import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReservedWord } from '../identifiers.ts';
import { expressionNames, type Vocabulary } from '../model/vocabulary.ts';
import { lookUp } from './lookup.ts';

/**
 * Reads which names generated files use for themselves out of what they are made from: the templates of a resource, those
 * of features, and what the service's own files export.
 *
 * @param templates folders with `resource/`, `service/` and `features/`; of a file that several have, that of the first
 */
export function readVocabulary(...templates: string[]): Vocabulary {
  const filesIn = (folder: string) => lookUp(templates.map((one) => join(one, folder)));
  const services = [...filesIn('service'), ...filesIn('features')];
  const shared = new Set([...expressionNames, ...services.flatMap(exportedNames)]);
  // Pieces of a module that a feature brings count beside those whose place they take: which is used, is not known yet. A
  // feature's files of their own give the tables that they import names of their own.
  const ofFeatures = [...filesIn('features')].flatMap(([path, file]) => {
    const [, template] =
      /^[^/]+\/resource\/((?:partials\/|access\.(?:test|rows)\.).*)$/.exec(path) ?? [];
    return template === undefined ? [] : [[template, file] as const];
  });
  const own = new Map<string, Set<string>>();
  for (const [path, file] of [...filesIn('resource'), ...ofFeatures]) {
    if (!path.endsWith('.hbs')) continue;
    const template = path.replace(/\.hbs$/, '');
    const names = identifiersIn(readFileSync(file, 'utf8'));
    own.set(template, new Set([...(own.get(template) ?? []), ...names]));
  }
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

/** What a file of the service exports; of its code in `src`, `test` and `scripts`, and not of a test. */
function exportedNames([path, file]: readonly [string, string]): string[] {
  if (!/^(?:[^/]+\/)?(?:src|test|scripts)\/.*(?<!\.test)\.ts$/.test(path)) return [];
  return [...readFileSync(file, 'utf8').matchAll(EXPORT)].map(([, name]) => `${name}`);
}
