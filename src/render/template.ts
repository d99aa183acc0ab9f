import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Handlebars from 'handlebars';
import { KitError } from '../errors.ts';
import { packageRoot } from '../kit/package.ts';
import { quote } from '../code.ts';
import { capitalize } from '../words.ts';
import { lookUp } from './lookup.ts';

/** Renders one template with a model. The template's name is its path below its folder, without `.hbs`. */
export type Render = (template: string, model: object) => string;

/** The templates as the build has compiled them; not there before it. */
export const COMPILED = join(packageRoot(), 'dist', 'templates.js');

/** Templates that are compiled are known by their text: one that has been changed since is another one. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * Handlebars templates in an environment of their own, compiled on first use unless the build has done it. Nothing is
 * HTML-escaped, an unknown variable or helper is an error, and partials are the files below `partials/`, and those below `own/`: pieces of files
 * that are a feature's alone.
 *
 * @param folders where to look for each, the first that has it counts
 * @throws KitError naming the template when it does not compile or the model lacks something that it names
 */
export async function templatesOf(...folders: string[]): Promise<Render> {
  const texts = new Map(
    [...lookUp(folders)]
      .filter(([path]) => path.endsWith('.hbs'))
      .map(([path, file]) => [path, readFileSync(file, 'utf8')]),
  );
  const { handlebars, compile } = await compiler([...texts.values()]);
  handlebars.registerHelper('join', (items: string[], separator: string) => items.join(separator));
  handlebars.registerHelper('quote', (text: string) => quote(text));
  handlebars.registerHelper('quoted', (items: string[]) => items.map(quote).join(', '));
  handlebars.registerHelper('capitalize', (text: string) => capitalize(text));
  for (const [path, text] of texts) {
    const [, partial] = /^(?:partials|own)\/(.*)\.hbs$/.exec(path) ?? [];
    if (partial) handlebars.registerPartial(partial, compile(text));
  }
  const compiled = new Map<string, HandlebarsTemplateDelegate>();

  return (template, model) => {
    try {
      let run = compiled.get(template);
      if (!run) {
        run = compile(textOf(texts, `${template}.hbs`));
        compiled.set(template, run);
      }
      return run(model);
    } catch (error) {
      throw new KitError(
        'TEMPLATE_FAILED',
        `The template ${template}.hbs could not be rendered: ${(error as Error).message}`,
        'This is a fault of the kit, not of your schema: please report it together with the schema.',
        { cause: error },
      );
    }
  };
}

/** An environment, with the compiler only where a template needs it: it is the larger part of the package. */
async function compiler(texts: readonly string[]) {
  const compiled: ReadonlyMap<string, TemplateSpecification> = existsSync(COMPILED)
    ? (await import(pathToFileURL(COMPILED).href)).default
    : new Map();
  const isComplete = texts.every((text) => compiled.has(keyOf(text)));
  const library = isComplete ? 'handlebars/runtime' : 'handlebars';
  const handlebars = (createRequire(import.meta.url)(library) as typeof Handlebars).create();
  const compile = (text: string): HandlebarsTemplateDelegate => {
    const specification = compiled.get(keyOf(text));
    return specification ? handlebars.template(specification) : handlebars.compile(text, OPTIONS);
  };
  return { handlebars, compile };
}

export const OPTIONS: CompileOptions = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { join: true, quote: true, quoted: true, capitalize: true },
};

/** @throws when no folder has it */
function textOf(texts: ReadonlyMap<string, string>, path: string): string {
  const text = texts.get(path);
  if (text === undefined) throw new Error(`there is no ${path}`);
  return text;
}
