import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { KitError } from '../errors.ts';
import { capitalize, quote } from '../model/names.ts';

/** Renders one template of a folder with a model. The template's name is its path below the folder, without `.hbs`. */
export type Render = (template: string, model: object) => string;

/**
 * Compiles the Handlebars templates of a folder, on first use, in an environment of their own. Nothing is HTML-escaped, an
 * unknown variable or helper is an error, and partials are the files below `partials/`.
 *
 * @throws KitError naming the template when it does not compile or the model lacks something that it names
 */
export function templatesOf(folder: string): Render {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('join', (items: string[], separator: string) => items.join(separator));
  handlebars.registerHelper('quote', (text: string) => quote(text));
  handlebars.registerHelper('quoted', (items: string[]) => items.map(quote).join(', '));
  handlebars.registerHelper('capitalize', (text: string) => capitalize(text));
  for (const file of templateFiles(join(folder, 'partials'))) {
    handlebars.registerPartial(nameOf(join(folder, 'partials'), file), readFileSync(file, 'utf8'));
  }
  const compiled = new Map<string, HandlebarsTemplateDelegate>();

  return (template, model) => {
    try {
      let run = compiled.get(template);
      if (!run) {
        run = handlebars.compile(readFileSync(join(folder, `${template}.hbs`), 'utf8'), OPTIONS);
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

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function nameOf(folder: string, file: string): string {
  return relative(folder, file)
    .split(sep)
    .join('/')
    .replace(/\.hbs$/, '');
}
