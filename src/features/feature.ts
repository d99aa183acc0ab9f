import type { Questionnaire } from '../ask/questionnaire.ts';

/**
 * Something that a service has or has not: data, and a folder of files with its name in `templates/features`. It asks its own
 * questions, and says what it adds to files that are not its own. Nothing else names a feature.
 */
export interface Feature<A extends object = object> {
  /** Also that of its folders. */
  name: string;
  /** What decides whether a service has it. */
  questions: Questionnaire<A>;
  /** Whether a service has it. A method, so that features with different answers go into one list. */
  isOn(answers: A): boolean;
  /** Names of features that it does not work without. */
  needs?: readonly string[];
  /** Names of features that it does not work beside. */
  excludes?: readonly string[];
  /** Which of its own files belong to the team once they are written; the kit keeps up the others. */
  yours?: readonly string[];
  /** The packages that only this feature needs. Their versions stand where all do, in `templates/service/package.json`. */
  packages?: readonly string[];
  /** Of package.json, by name. */
  scripts?: Readonly<Record<string, string>>;
  /** What it adds to files that are not its own. */
  parts?: readonly Part[];
}

/** A piece of text for a file that other features write to, too. Left out where a service has no such file. */
export interface Part {
  /** The file's path in the service. */
  path: string;
  /** What stands there once, and has the piece behind it. */
  after: string;
  add: string;
}
