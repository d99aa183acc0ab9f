import { isReservedWord } from '../identifiers.ts';

/** The names that generated code uses for itself: nothing of a schema takes them. */
export interface Vocabulary {
  /** All of them, but for the words of the language. */
  names: ReadonlySet<string>;
  /** Whether anything that is generated for tables uses the name. */
  has(name: string): boolean;
  /** Whether this template uses it. */
  hasIn(template: string, name: string): boolean;
}

/** What must not be a variable's name in any file. */
export const languageOnly: Vocabulary = {
  names: new Set(),
  has: isReservedWord,
  hasIn: (_, name) => isReservedWord(name),
};

/**
 * What the expressions use that the model puts into templates, beside what the templates say themselves and what the
 * service's files export. test/golden/golden.test.ts says which is missing.
 */
export const expressionNames = `and desc eq inArray isNull not sql
  Array BigInt Buffer Date NonNullable Number Object Partial Pick Record Required Set String
  _db _viewer gone isTakenUnseen live made n next ofTenant other person references row rows schema sender teammates tenantOf tx viewer`.split(
  /\s+/,
);
