import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { KitError } from '../errors.ts';
import { quote } from '../code.ts';
import { capitalize } from '../words.ts';
import { lookUp } from './lookup.ts';

/** Renders one template with a model. The template's name is its path below its folder, without `.hbs`. */
export type Render = (template: string, model: object) => string;

/**
 * Compiles Handlebars templates on first use, in an environment of their own. Nothing is HTML-escaped, an unknown variable or
 * helper is an error, and partials are the files below `partials/`, and those below `own/`: pieces of files
 * that are a feature's alone.
 *
 * @param folders where to look for each, the first that has it counts
 * @throws KitError naming the template when it does not compile or the model lacks something that it names
 */
export function templatesOf(...folders: string[]): Render {
  const files = lookUp(folders);
  const handlebars = Handlebars.create();
  handlebars.registerHelper('join', (items: string[], separator: string) => items.join(separator));
  handlebars.registerHelper('quote', (text: string) => quote(text));
  handlebars.registerHelper('quoted', (items: string[]) => items.map(quote).join(', '));
  handlebars.registerHelper('capitalize', (text: string) => capitalize(text));
  for (const [path, file] of files) {
    const [, partial] = /^(?:partials|own)\/(.*)\.hbs$/.exec(path) ?? [];
    if (partial) handlebars.registerPartial(partial, readFileSync(file, 'utf8'));
  }
  const compiled = new Map<string, HandlebarsTemplateDelegate>();

  return (template, model) => {
    try {
      let run = compiled.get(template);
      if (!run) {
        run = handlebars.compile(textOf(files, `${template}.hbs`), OPTIONS);
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

const OPTIONS: CompileOptions = {
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { join: true, quote: true, quoted: true, capitalize: true },
};

/** @throws when no folder has it */
function textOf(files: ReadonlyMap<string, string>, path: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  return readFileSync(file, 'utf8');
}
