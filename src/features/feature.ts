import type { ServiceModel, TableModel } from '../model/service.ts';
import type { PackageManager } from '../package-managers.ts';
import type { PlannedFile } from '../plan/planned-file.ts';
import type { Render } from '../render/template.ts';
import type { CheckReadings } from '../samples/factory.ts';
import type { FeatureAnswers } from './questions.ts';

/**
 * Something that a service has or has not: data, and a folder of files with its name in `templates/features`. It says what it
 * adds to files that are not its own; what decides whether a service has it is asked in `questions.ts` beside it. Nothing else
 * names a feature.
 *
 * @typeParam A the answers that it depends on
 */
export interface Feature<A extends object = FeatureAnswers> {
  /** Also that of its folders. */
  name: string;
  /** Whether a service has it. */
  isOn: (answers: A) => boolean;
  /** Names of features that it does not work without. */
  needs?: readonly string[];
  /** Names of features that it does not work beside. */
  excludes?: readonly string[];
  /** Which of its own files belong to the team once they are written; the kit keeps up the others. */
  yours?: readonly string[];
  /** A file as another package manager than npm needs it, where it is one of its own; the templates are npm's. */
  forPackageManager?: (path: string, text: string, commands: Commands) => string;
  /** The packages that only this feature needs. Their versions stand where all do, in `templates/service/package.json`. */
  packages?: readonly string[];
  /** Of package.json, by name. */
  scripts?: Readonly<Record<string, string>>;
  config?: ConfigSection;
  /** What it adds to files, in order. */
  parts?: readonly Part[];
  /** Behind these, what depends on the service's tables. */
  partsFor?: (input: FeatureInput<A>) => readonly Part[];
  /** What it decides about the tables, before anything is made of them. */
  shape?: (input: FeatureInput<A>) => ServiceModel;
  /** Tables whose rows its tests make: they get factories, whether they are served or not. */
  rows?: (input: FeatureInput<A>) => readonly TableModel[];
  /** Files that depend on the service's tables, rendered from templates in `resource/` of its folder. */
  files?: (
    input: FeatureInput<A> & { render: Render; checks: CheckReadings },
  ) => readonly PlannedFile[];
}

/** What a feature sees of a service. */
export interface FeatureInput<A = FeatureAnswers> {
  service: ServiceModel;
  answers: A;
}

/** A piece of text for a file that other features write to, too. Left out where a service has no such file. */
export interface Part {
  /** The file's path in the service. */
  path: string;
  at: Place;
  text: string;
}

/** Where in a file a piece goes, so that the file needs no mark for it. */
export type Place =
  /** Behind a text that stands there once. */
  | { after: string }
  /** Among the imports, by name. */
  | 'imports'
  /** Last in the object that a variable or a function has as its value, or inside of that by keys. */
  | { object: readonly string[] }
  /** Last in an interface. */
  | { interface: string }
  /** In a function, before the statement that begins so. */
  | { function: string; before: string }
  /** Last in the table of Markdown whose first column is called so. */
  | { table: string }
  /** At the end of the file. */
  | 'end';

/** What a feature adds to the configuration: `config.<name>`, made of environment variables. */
export interface ConfigSection {
  name: string;
  keys: readonly ConfigKey[];
}

export interface ConfigKey {
  /** In its section. */
  name: string;
  variable: string;
  /** Its Zod schema, of what `src/config/variables.ts` has: `flag`, `milliseconds()`, `z.string()`. */
  schema: string;
  /** What it is, for the README. */
  about: string;
  /** The value where none is set. Nothing where it must be set, as a secret must. */
  default?: Default;
  /** A line of `.env.example`. */
  example?: string;
  /** What nothing shows and no profile holds: all of the value, or the password in a URL. */
  secret?: 'whole' | 'url';
}

/** As source text: one for all environments, or one for each profile. */
export type Default =
  | string
  | { type: string; development: string; production: string; test?: string; staging?: string };

/** How a package manager other than npm installs a service: from the lockfile as it is. */
export interface Commands {
  pm: Exclude<PackageManager, 'npm'>;
  /** Files that an installation reads beside package.json. */
  reads: string;
  /** The package that holds the package manager, with its version. */
  program: string;
  install: string;
  /** Without devDependencies. */
  production: string;
}
