import type { Option as AnyOption, AnswerValue, Choice } from './questionnaire.ts';
import type { PromptObject } from 'prompts';
import prompts from 'prompts';
import { type PromptPerson, type PromptQuestion, splitList } from './ask.ts';
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

/** Lets the person choose some of a list. */
export async function chooseMany(
  message: string,
  values: string[],
  signal: AbortSignal,
): Promise<string[]> {
  const choices = values.map((value) => ({ title: value, value }));
  const pending = prompts({
    type: 'multiselect',
    name: 'chosen',
    message,
    choices,
    min: 1,
    instructions: false,
  });
  const { chosen } = (await abortable(pending, signal)) as { chosen?: string[] };
  if (chosen === undefined) throw new Cancelled();
  return chosen;
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
      choices: choices.map((choice) => ({ ...titled(choice), selected: true })),
      min: 1,
    };
  }
  if (choices.length > 0) {
    const start = choices.findIndex((choice) => choice.value === initial);
    return { type: 'select', choices: choices.map(titled), initial: Math.max(0, start) };
  }
  const toAnswer = (text: string): AnswerValue => (option.type === 'list' ? splitList(text) : text);
  return {
    type: 'text',
    initial: String(initial ?? ''),
    validate: (text: string) => problem(toAnswer(text)) ?? true,
  };
}

function titled({ value, title, description }: Choice): Choice {
  return { value, title, ...(description ? { description } : {}) };
}
