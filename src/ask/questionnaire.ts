/**
 * Options as data. A questionnaire is a list of options; each names its flag, its prompt, its default and its check, and
 * the type of the answers is inferred from the list. An option's functions see the answers of the options before it.
 */

import type { Schema } from '../schema/table.ts';

/** What a default or a prompt may depend on beside earlier answers. */
export interface AskContext {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** The tables of the schema, once it has been read. */
  tables: string[];
  /** All that is known of them by then. */
  schema?: Schema;
  /** Those of them whose rows seem to be written once. */
  logs?: string[];
  /** Those in which a library keeps sign-in. */
  signIn?: string[];
}

export interface Choice<V extends string = string> {
  value: V;
  title: string;
  description?: string;
  /** Whether it is chosen from the start: as a suggestion in a list that may stay empty, or not in one where all others are. */
  selected?: boolean;
}

/** The prompt of an option; an option without one can only be set by its flag. */
export interface Prompt<A> {
  message: string;
  hint?: string;
  /** Of a boolean: the question in which it is one choice among others; options with the same stand one after the other. */
  together?: string;
  /** What the prompt offers where the option has no default. */
  initial?: string | ((context: AskContext) => string | Promise<string>);
  /** Checked only at the prompt, so that a mistake that comes to light later anyway can be mended on the spot. */
  check?: (value: string, soFar: A, context: AskContext) => string | undefined;
  /** Of a list with choices: none need be chosen, and none is unless suggested. Else all are, and one must be. */
  mayBeEmpty?: true;
  /** What to choose from when the choices are known only at run time; where there is nothing, nobody is asked. */
  choices?: (soFar: A, context: AskContext) => Choice[] | Promise<Choice[]>;
}

export interface OptionSpec<V, A> {
  /** The long flag without dashes; null for the folder, which is the first argument, and for what is worked out. */
  flag: string | null;
  short?: string;
  /** Of a list: each use of the flag is one value, and commas are part of it. */
  isWhole?: true;
  /** Placeholder of the flag's value in the help text, e.g. `<url>`. */
  value?: string;
  help: string;
  group: string;
  prompt?: Prompt<A>;
  default?: (soFar: A, context: AskContext) => V;
  /** What a service is that was made before this was asked, where that is another thing than the default or may become one. */
  unasked?: V;
  /** False: the option does not arise, and its answer is the type's empty value ('', [], false). */
  when?: (soFar: A) => boolean;
  /** Returns what is wrong with a value, as a sentence; undefined when it is fine. */
  validate?: (value: V) => string | undefined;
  /** It says where a service comes from, which need not be there later: an answer that was kept is not checked for that. */
  atCreation?: true;
  /** Works the answer out of the flags of other options, so that it need not be asked. */
  infer?: (flags: FlagValues) => V | undefined;
  /** What to pass when there is no answer and no default, e.g. `--schema <file>`. */
  missing?: string;
}

export type FlagValues = Record<string, string | boolean | string[] | undefined>;

export type OptionType = 'text' | 'list' | 'boolean' | 'choice';

export type AnswerValue = string | boolean | string[];

/** Answers whose keys and types are not told apart. */
export type AnyAnswers = Record<string, AnswerValue>;

/** An option as the parser, the help text and the prompts see it, its own types erased. */
export interface Option extends OptionSpec<AnswerValue, AnyAnswers> {
  key: string;
  type: OptionType;
  /** Of a choice, its values in order. */
  choices: Choice[];
}

type Spec<V, A> = OptionSpec<V, A>;

/** Builds a list of options; `A` grows with each of them. */
export class Questionnaire<A extends object> {
  readonly options: readonly Option[];

  constructor(options: readonly Option[] = []) {
    this.options = options;
  }

  text<K extends string>(key: K, spec: Spec<string, A>): Questionnaire<A & Record<K, string>> {
    return this.#add(key, 'text', spec);
  }

  list<K extends string>(key: K, spec: Spec<string[], A>): Questionnaire<A & Record<K, string[]>> {
    return this.#add(key, 'list', spec);
  }

  boolean<K extends string>(key: K, spec: Spec<boolean, A>): Questionnaire<A & Record<K, boolean>> {
    return this.#add(key, 'boolean', spec);
  }

  choice<K extends string, const V extends string>(
    key: K,
    choices: Choice<V>[],
    spec: Spec<NoInfer<V>, A>,
  ): Questionnaire<A & Record<K, V>> {
    return this.#add(key, 'choice', spec, choices);
  }

  /** Goes on with the options of another questionnaire, which know nothing of these. */
  with<B extends object>(other: Questionnaire<B>): Questionnaire<A & B> {
    return new Questionnaire<A & B>([...this.options, ...other.options]);
  }

  #add<V, B extends object>(
    key: string,
    type: OptionType,
    spec: Spec<V, A>,
    choices: Choice[] = [],
  ): Questionnaire<B> {
    const erased = spec as unknown as OptionSpec<AnswerValue, AnyAnswers>;
    const option = { ...erased, key, type, choices };
    return new Questionnaire<B>([...this.options, option]);
  }
}

/** The answers that a questionnaire yields. */
export type AnswersOf<Q> = Q extends Questionnaire<infer A> ? { [K in keyof A]: A[K] } : never;

/**
 * Answers with those that are missing: their defaults where nobody is asked, and the empty value of an option that does not
 * arise or has no default.
 */
export function withDefaults<A extends object>(
  questionnaire: Questionnaire<A>,
  given: Partial<A>,
  context: AskContext = { cwd: '', env: {}, tables: [] },
): A {
  const answers = { ...given } as AnyAnswers;
  for (const option of questionnaire.options) {
    if (answers[option.key] !== undefined) continue;
    const arises = !option.when || option.when(answers);
    answers[option.key] =
      (arises ? option.default?.(answers, context) : undefined) ?? emptyValue(option);
  }
  return answers as A;
}

/** What stands for an option that does not arise. */
export function emptyValue({ type }: Option): AnswerValue {
  if (type === 'list') return [];
  return type === 'boolean' ? false : '';
}
