import { KitError } from '../errors.ts';
import type { Flags } from './flags.ts';
import {
  type AnswerValue,
  type AnyAnswers,
  type AskContext,
  emptyValue,
  type Option,
  type Questionnaire,
} from './questionnaire.ts';

/** Puts one question to the person; throws Cancelled on Ctrl-C. */
export type PromptPerson = (question: PromptQuestion) => Promise<AnswerValue>;

export interface PromptQuestion {
  option: Option;
  initial: AnswerValue | undefined;
  choices: Option['choices'];
  /** Checks a value as the answer would be checked. */
  problem: (value: AnswerValue) => string | undefined;
}

interface Asking {
  flags: Flags;
  context: AskContext;
  /** Undefined where nobody can be asked: then defaults apply. */
  prompt: PromptPerson | undefined;
}

/**
 * Turns flags into answers and asks for the rest.
 * @param earlier answers of a questionnaire that this one goes on from
 * @param prompt undefined where nobody can be asked: then defaults apply
 * @throws KitError MISSING_ANSWER naming the flag, INVALID_ANSWER, FLAGS_DO_NOT_COMBINE; Cancelled
 */
export async function ask<A extends object, E extends object>(
  questionnaire: Questionnaire<A>,
  input: Asking & { earlier: E },
): Promise<E & A> {
  const soFar = { ...input.earlier } as AnyAnswers;
  for (const option of questionnaire.options) {
    if (soFar[option.key] !== undefined) continue;
    const together = openTogether(option, questionnaire.options, soFar, input);
    if (together.includes(option)) Object.assign(soFar, await chosenOf(together, soFar, input));
    else soFar[option.key] = await answerOf(option, soFar, input);
  }
  return soFar as E & A;
}

/** The options that are asked about in one question with this one, and that no flag has answered. */
function openTogether(
  { prompt }: Option,
  options: readonly Option[],
  soFar: AnyAnswers,
  { flags, prompt: person }: Asking,
): Option[] {
  if (!person || !prompt?.together) return [];
  return options.filter(
    (option) =>
      option.prompt?.together === prompt.together &&
      givenValue(option, flags) === undefined &&
      (!option.when || option.when(soFar)),
  );
}

/** One question for several options: those that are chosen are wanted. */
async function chosenOf(
  options: Option[],
  soFar: AnyAnswers,
  { context, prompt: person }: Asking,
): Promise<AnyAnswers> {
  const choices = options.map(({ key, prompt, default: fallback }) => ({
    value: key,
    title: prompt?.message ?? key,
    selected: fallback?.(soFar, context) === true,
  }));
  const message = options[0]?.prompt?.together ?? '';
  const hint = 'space to choose, enter to go on';
  const option: Option = {
    key: message,
    type: 'list',
    flag: null,
    help: '',
    group: '',
    choices,
    prompt: { message, hint, mayBeEmpty: true },
  };
  const chosen = await person?.({ option, initial: undefined, choices, problem: () => undefined });
  return Object.fromEntries(
    options.map(({ key }) => [key, Array.isArray(chosen) && chosen.includes(key)]),
  );
}

async function offered({ initial }: NonNullable<Option['prompt']>, context: AskContext) {
  return typeof initial === 'function' ? initial(context) : initial;
}

async function answerOf(
  option: Option,
  soFar: AnyAnswers,
  { flags, context, prompt }: Asking,
): Promise<AnswerValue> {
  const given = givenValue(option, flags);
  if (option.when && !option.when(soFar)) return assertNotGiven(option, given);
  const known = given ?? option.infer?.(flags.values);
  if (known !== undefined) return assertValid(option, known);

  const fallback = option.default?.(soFar, context);
  // Where nobody is asked, nothing is worked out for it: that may take a model of the whole service.
  const choices = (prompt && (await option.prompt?.choices?.(soFar, context))) ?? option.choices;
  const isOpen = !option.prompt?.choices || choices.length > 0;
  if (prompt && option.prompt && isOpen) {
    return prompt({
      option,
      initial: fallback ?? (await offered(option.prompt, context)),
      choices,
      problem: (value) => problemAtPrompt(option, value, soFar, context),
    });
  }
  if (fallback !== undefined) {
    return assertValid(option, fallback, `It was worked out; pass --${option.flag} to choose.`);
  }
  throw new KitError(
    'MISSING_ANSWER',
    `Missing: ${option.missing}.`,
    'Nothing is asked here, so it must be passed.',
  );
}

function givenValue(option: Option, { values, positionals }: Flags): AnswerValue | undefined {
  if (option.key === 'dir') return positionals[0];
  const value = option.flag === null ? undefined : values[option.flag];
  return Array.isArray(value) && !option.isWhole ? value.flatMap(splitList) : value;
}

/** Splits at commas, but not within the braces of a glob. */
export function splitList(text: string): string[] {
  return text
    .split(/,(?![^{]*\})/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function assertNotGiven(option: Option, given: AnswerValue | undefined): AnswerValue {
  const empty = emptyValue(option);
  if (given === undefined || given === empty) return empty;
  throw new KitError(
    'FLAGS_DO_NOT_COMBINE',
    `--${option.flag} does not go with the other flags.`,
    'Leave it out, or leave out the one that contradicts it.',
  );
}

function assertValid(option: Option, value: AnswerValue, hint?: string): AnswerValue {
  const problem = problemOf(option, value);
  if (!problem) return value;
  const subject = option.flag === null ? 'The first argument' : `--${option.flag}`;
  throw new KitError('INVALID_ANSWER', `${subject} is not right: ${problem}`, hint);
}

/** What is wrong with an answer, as a sentence; undefined when it is fine. */
export function problemOf(option: Option, value: AnswerValue): string | undefined {
  if (option.type === 'choice' && !option.choices.some((choice) => choice.value === value)) {
    const allowed = option.choices.map((choice) => choice.value).join(', ');
    return `"${String(value)}" is none of ${allowed}.`;
  }
  return option.validate?.(value);
}

function problemAtPrompt(
  option: Option,
  value: AnswerValue,
  soFar: AnyAnswers,
  context: AskContext,
): string | undefined {
  const parts = Array.isArray(value) ? value : [String(value)];
  const check = option.prompt?.check;
  return (
    problemOf(option, value) ??
    (check && firstProblem(parts, (part) => check(part, soFar, context)))
  );
}

function firstProblem(
  parts: string[],
  check: (part: string) => string | undefined,
): string | undefined {
  for (const part of parts) {
    const problem = check(part);
    if (problem) return problem;
  }
  return undefined;
}
