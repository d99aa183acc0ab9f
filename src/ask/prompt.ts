import type { Key } from 'node:readline';
import type { PromptObject } from 'prompts';
import prompts from 'prompts';
import { type PromptPerson, splitList } from './ask.ts';
import { Back, type Person } from './conversation.ts';
import {
  inLines,
  messageOf,
  placeOf,
  selectHint,
  shapeOf,
  titled,
  written,
} from './prompt-shapes.ts';
import type { AnswerValue, Choice } from './questionnaire.ts';
import { abortable, Cancelled } from '../terminal.ts';

/** Asks at the terminal; Escape throws Back, Ctrl-C and an aborted signal throw Cancelled. */
export function terminalPrompt(person: Person): PromptPerson {
  return ({ option, ...question }) =>
    person.answer<AnswerValue>(named(option.key, question.choices), async (before) => {
      const shape = shapeOf({ option, ...question }, before);
      const answer = await answerTo<AnswerValue>(
        { ...shape, message: messageOf(option) },
        person.signal,
      );
      return option.type === 'list' && typeof answer === 'string' ? splitList(answer) : answer;
    });
}

/** Asks for a yes before anything is written; a no throws Cancelled. */
export async function confirm(message: string, person: Person): Promise<void> {
  if (!(await askYesNo(message, true, person))) throw new Cancelled();
}

/** Lets the person choose some of a list; at least one, unless told otherwise. */
export async function chooseMany(
  message: string,
  values: string[],
  person: Person,
  { selected = [], min = 1 }: { selected?: string[]; min?: number } = {},
): Promise<string[]> {
  const isLong = values.length > mostInList;
  const choices = values.map((value) => ({ title: value, value }));
  return person.answer<string[]>(named(message, choices), (before = selected) =>
    answerTo(
      {
        type: isLong ? 'autocompleteMultiselect' : 'multiselect',
        message: `${message}${min === 0 ? ' (enter for none)' : ''}${isLong ? ' (type to search)' : ''}`,
        choices: choices.map((one) => ({ ...one, selected: before.includes(one.value) })),
        ...(min > 0 && { min }),
        instructions: false,
      },
      person.signal,
    ),
  );
}

/** Beyond this many, a list is easier to search than to read. */
const mostInList = 12;

/** Lets the person choose one of a list; a long one is searched by typing. */
export async function chooseOne<V extends string>(
  message: string,
  choices: Choice<V>[],
  person: Person,
  initial?: V,
): Promise<V> {
  const isLong = choices.length > mostInList;
  return person.answer<V>(named(message, choices), (before = initial) =>
    answerTo(
      {
        type: isLong ? 'autocomplete' : 'select',
        message: isLong ? `${message} (type to search)` : message,
        ...(isLong ? {} : { hint: selectHint }),
        choices: choices.map(titled),
        initial: placeOf(before, choices),
        suggest: (typed: string, all) => Promise.resolve(all.filter((one) => isFound(one, typed))),
      },
      person.signal,
    ),
  );
}

/** A question with other choices is another one: what was chosen of those says nothing here. */
function named(question: string, choices: Choice[]): string {
  return [question, ...choices.map(({ value }) => value)].join(' ');
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
  person: Person,
  initial = '',
): Promise<string> {
  return person.answer<string>(message, async (before) => {
    const validate = (text: string) => inLines(problem(text.trim())) ?? true;
    const question = {
      type: 'text',
      message,
      initial,
      validate,
      onRender: written(before),
    } as const;
    return (await answerTo<string>(question, person.signal)).trim();
  });
}

/** Asks for a yes or a no. */
export async function askYesNo(
  message: string,
  initial: boolean,
  person: Person,
): Promise<boolean> {
  return person.answer<boolean>(message, (before = initial) =>
    answerTo({ type: 'confirm', message, initial: before }, person.signal),
  );
}

/**
 * Puts a question. prompts treats Escape as Ctrl-C and says of neither which it was, so the keys are watched beside it.
 * Enter on a search that found nothing is no answer, and the question is put again.
 */
async function answerTo<A>(question: Omit<PromptObject, 'name'>, signal: AbortSignal): Promise<A> {
  const person = { hasCancelled: false, lastKey: '' };
  const onCancel = (): void => {
    person.hasCancelled = true;
  };
  const watch = (_: unknown, { name = '' }: Key): void => {
    person.lastKey = name;
  };
  process.stdin.on('keypress', watch);
  try {
    const pending = prompts({ ...question, name: 'chosen' }, { onCancel });
    const { chosen } = (await abortable(pending, signal)) as { chosen?: A };
    if (person.lastKey === 'escape') throw new Back();
    if (person.hasCancelled) throw new Cancelled();
    if (chosen !== undefined) return chosen;
  } finally {
    process.stdin.off('keypress', watch);
  }
  return answerTo(question, signal);
}
