import { KitError } from '../errors.ts';
import { problemOf } from './ask.ts';
import {
  type AnswerValue,
  type AnyAnswers,
  type AskContext,
  emptyValue,
  type Option,
} from './questionnaire.ts';

/**
 * Checks answers that were written down once as flags are checked. What was not asked then is what its option says of that, or
 * its default, and what does not arise has its empty value.
 * @param earlier answers that nobody writes down, which others may depend on
 * @param file where they are written, for the error
 * @throws KitError INVALID_ANSWER naming the answer
 */
export function keptAnswers(
  options: readonly Option[],
  kept: Readonly<Record<string, unknown>>,
  { earlier, context, file }: { earlier: AnyAnswers; context: AskContext; file: string },
): AnyAnswers {
  const soFar = { ...earlier };
  for (const option of options) {
    const { key } = option;
    if (key in earlier) continue;
    const arises = option.when?.(soFar) ?? true;
    const fallback = arises ? (option.unasked ?? option.default?.(soFar, context)) : undefined;
    const value = Object.hasOwn(kept, key) ? kept[key] : fallback;
    const problem = value === undefined ? undefined : problemOfKept(option, value, arises);
    if (problem !== undefined) throw wrong(key, problem, file);
    soFar[key] = arises && value !== undefined ? (value as AnswerValue) : emptyValue(option);
  }
  return soFar;
}

function problemOfKept(option: Option, value: unknown, arises: boolean): string | undefined {
  if (!isOfType(option, value)) return `it must be ${forms[option.type]}.`;
  return arises && !option.atCreation ? problemOf(option, value) : undefined;
}

const forms = {
  text: 'a text',
  choice: 'a text',
  list: 'a list of texts',
  boolean: 'true or false',
};

function isOfType({ type }: Option, value: unknown): value is AnswerValue {
  if (type === 'list') {
    return Array.isArray(value) && value.every((part) => typeof part === 'string');
  }
  return typeof value === (type === 'boolean' ? 'boolean' : 'string');
}

function wrong(key: string, problem: string, file: string): KitError {
  return new KitError(
    'INVALID_ANSWER',
    `The answer "${key}" in ${file} is not right: ${problem}`,
    'Put it right there, or restore the file from version control.',
  );
}
