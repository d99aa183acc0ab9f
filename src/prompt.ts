import type { Option as AnyOption, AnswerValue, Choice } from './questionnaire.ts';
import type { PromptObject } from 'prompts';
import prompts from 'prompts';
import { type PromptPerson, type PromptQuestion, splitList } from './ask.ts';
import { wrap } from './report/help.ts';
import { abortable, Cancelled } from './report/terminal.ts';

/** Asks at the terminal; Ctrl-C, Escape and an aborted signal throw Cancelled. */
export function terminalPrompt(signal: AbortSignal): PromptPerson {
  return async (question) => {
    const pending = prompts({
      ...shapeOf(question),
      name: 'answer',
      message: messageOf(question.option),
    });
    const { answer } = (await abortable(pending, signal)) as { answer?: AnswerValue };
    if (answer === undefined) throw new Cancelled();
    return question.option.type === 'list' && typeof answer === 'string'
      ? splitList(answer)
      : answer;
  };
}

/** Asks for a yes before anything is written. */
export async function confirm(message: string, signal: AbortSignal): Promise<void> {
  const pending = prompts({ type: 'confirm', name: 'yes', message, initial: true });
  const { yes } = (await abortable(pending, signal)) as { yes?: boolean };
  if (!yes) throw new Cancelled();
}

/** Lets the person choose some of a list; at least one, unless told otherwise. */
export async function chooseMany(
  message: string,
  values: string[],
  signal: AbortSignal,
  { selected = [], min = 1 }: { selected?: string[]; min?: number } = {},
): Promise<string[]> {
  const isLong = values.length > mostInList;
  const { chosen } = (await answerTo(
    {
      type: isLong ? 'autocompleteMultiselect' : 'multiselect',
      message: `${message}${min === 0 ? ' (enter for none)' : ''}${isLong ? ' (type to search)' : ''}`,
      choices: values.map((value) => ({ title: value, value, selected: selected.includes(value) })),
      ...(min > 0 && { min }),
      instructions: false,
    },
    signal,
  )) as { chosen: string[] };
  return chosen;
}

/** Short, so that it fits beside a question on a narrow terminal. */
const selectHint = 'arrow keys, enter';

/** Beyond this many, a list is easier to search than to read. */
const mostInList = 12;

/** Lets the person choose one of a list; a long one is searched by typing. */
export async function chooseOne<V extends string>(
  message: string,
  choices: Choice<V>[],
  signal: AbortSignal,
  initial?: V,
): Promise<V> {
  const isLong = choices.length > mostInList;
  const { chosen } = (await answerTo(
    {
      type: isLong ? 'autocomplete' : 'select',
      message: isLong ? `${message} (type to search)` : message,
      ...(isLong ? {} : { hint: selectHint }),
      choices: choices.map(titled),
      initial: Math.max(
        0,
        choices.findIndex(({ value }) => value === initial),
      ),
      suggest: (typed: string, all) => Promise.resolve(all.filter((one) => isFound(one, typed))),
    },
    signal,
  )) as { chosen: V };
  return chosen;
}

function isFound(
  { title, description = '' }: { title: string; description?: string | undefined },
  typed: string,
) {
  return `${title} ${description}`.toLowerCase().includes(typed.toLowerCase());
}

/** Asks for a line of text until it will do. */
export async function askText(
  message: string,
  problem: (text: string) => string | undefined,
  signal: AbortSignal,
  initial = '',
): Promise<string> {
  const { chosen } = (await answerTo(
    {
      type: 'text',
      message,
      initial,
      validate: (text: string) => inLines(problem(text.trim())) ?? true,
      onRender: countErrorLines,
    },
    signal,
  )) as { chosen: string };
  return chosen.trim();
}

/** Asks for a yes or a no. */
export async function askYesNo(
  message: string,
  initial: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { chosen } = (await answerTo({ type: 'confirm', message, initial }, signal)) as {
    chosen: boolean;
  };
  return chosen;
}

/** Enter on a search that found nothing is no answer, so the question is put again. */
async function answerTo(
  question: Omit<PromptObject, 'name'>,
  signal: AbortSignal,
): Promise<object> {
  const person = { hasCancelled: false };
  const onCancel = (): void => {
    person.hasCancelled = true;
  };
  const pending = prompts({ ...question, name: 'chosen' }, { onCancel });
  const answers: object = await abortable(pending, signal);
  if ('chosen' in answers && answers.chosen !== undefined) return answers;
  if (person.hasCancelled) throw new Cancelled();
  return answerTo(question, signal);
}

function messageOf({ prompt }: AnyOption): string {
  const { message = '', hint } = prompt ?? {};
  return hint ? `${message} (${hint})` : message;
}

function shapeOf({
  option,
  initial,
  choices,
  problem,
}: PromptQuestion): Omit<PromptObject, 'name'> {
  if (option.type === 'boolean') return { type: 'confirm', initial: initial === true };
  if (option.type === 'list' && choices.length > 0) {
    return {
      type: 'multiselect',
      instructions: false,
      choices: choices.map((choice) => ({
        ...titled(choice),
        selected: option.prompt?.mayBeEmpty ? choice.selected === true : true,
      })),
      ...(option.prompt?.mayBeEmpty ? {} : { min: 1 }),
    };
  }
  if (choices.length > 0) {
    const start = choices.findIndex((choice) => choice.value === initial);
    const chosen = Math.max(0, start);
    return { type: 'select', hint: selectHint, choices: choices.map(titled), initial: chosen };
  }
  const toAnswer = (text: string): AnswerValue => (option.type === 'list' ? splitList(text) : text);
  return {
    type: 'text',
    initial: String(initial ?? ''),
    validate: (text: string) => inLines(problem(toAnswer(text))) ?? true,
    onRender: countErrorLines,
  };
}

function titled({ value, title, description }: Choice): Choice {
  return { value, title, ...(description ? { description } : {}) };
}

/** Broken here and not by the terminal, within words. */
function inLines(problem: string | undefined): string | undefined {
  return problem && wrap(problem, (process.stdout.columns || 80) - 4).join('\n');
}

/**
 * prompts counts a message of two lines as one when it takes it away, because it begins with an empty line: the rest would
 * stay on the screen and the line above the question would go. With a space, that line counts.
 */
function countErrorLines(this: object): void {
  if (Object.getOwnPropertyDescriptor(this, 'outputError')?.set) return;
  let shown = '';
  Object.defineProperty(this, 'outputError', {
    get: () => shown,
    set: (text: string) => {
      shown = text.replace(/^\n/, ' \n');
    },
  });
}
