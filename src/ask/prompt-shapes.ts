import type { PromptObject } from 'prompts';
import { type PromptQuestion, splitList } from './ask.ts';
import type { Option as AnyOption, AnswerValue, Choice } from './questionnaire.ts';
import { wrap } from '../terminal.ts';

/** Short, so that it fits beside a question on a narrow terminal. */
export const selectHint = 'arrow keys, enter';

/** What an option's question says. */
export function messageOf({ prompt }: AnyOption): string {
  const { message = '', hint } = prompt ?? {};
  return hint ? `${message} (${hint})` : message;
}

/**
 * An option's question as prompts takes it.
 * @param before what was answered to it, to be offered again
 */
export function shapeOf(
  { option, initial, choices, problem }: PromptQuestion,
  before: AnswerValue | undefined,
): Omit<PromptObject, 'name'> {
  const offered = before ?? initial;
  if (option.type === 'boolean') return { type: 'confirm', initial: offered === true };
  if (option.type === 'list' && choices.length > 0) {
    const isSelected = selectionOf(option, before);
    return {
      type: 'multiselect',
      instructions: false,
      choices: choices.map((choice) => ({ ...titled(choice), selected: isSelected(choice) })),
      ...(option.prompt?.mayBeEmpty ? {} : { min: 1 }),
    };
  }
  if (choices.length > 0) {
    const start = placeOf(offered, choices);
    return { type: 'select', hint: selectHint, choices: choices.map(titled), initial: start };
  }
  const toAnswer = (text: string): AnswerValue => (option.type === 'list' ? splitList(text) : text);
  return {
    type: 'text',
    initial: String(initial ?? ''),
    validate: (text: string) => inLines(problem(toAnswer(text))) ?? true,
    onRender: written(before),
  };
}

function selectionOf(
  { prompt }: AnyOption,
  before: AnswerValue | undefined,
): (choice: Choice) => boolean {
  if (Array.isArray(before)) return ({ value }) => before.includes(value);
  return prompt?.mayBeEmpty
    ? ({ selected }) => selected === true
    : ({ selected }) => selected !== false;
}

/** A value that begins a list, or the first. */
export function placeOf(value: unknown, choices: Choice[]): number {
  return Math.max(
    0,
    choices.findIndex((choice) => choice.value === value),
  );
}

/** A choice without a description that is none. */
export function titled({ value, title, description }: Choice): Choice {
  return { value, title, ...(description ? { description } : {}) };
}

/** Broken here and not by the terminal, within words. */
export function inLines(problem: string | undefined): string | undefined {
  return problem && wrap(problem, (process.stdout.columns || 80) - 4).join('\n');
}

/**
 * Prepares a line of text. What was written in it before stands there to be changed: as an `initial` it could not be
 * taken back, because an empty line stands for that.
 */
export function written(before: AnswerValue | undefined): (this: object) => void {
  const text = String(before ?? '');
  return function prepare(this: Line): void {
    countErrorLines.call(this);
    if (this.firstRender && text !== '') Object.assign(this, { value: text, cursor: text.length });
  };
}

/** Of a text prompt, what its types do not tell. */
interface Line {
  firstRender?: boolean;
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
