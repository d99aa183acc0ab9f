import type { Terminal } from '../../src/terminal.ts';
import type { Answer, Walked } from './walk.ts';

const MAX_VALUE = 110;

/** One step of the walk, as a person reads it: what it shows, the request, the answer. */
export function describeStep(
  number: number,
  { step, request, answer, failure }: Walked,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const { method = 'GET', path, headers = {}, body } = request;
  const status = `${answer.status} ${answer.statusText}`;
  const conditions = Object.entries(headers).map(([name, value]) => cut(`${name}: ${value}`));
  const shown = [
    ...(step.headers ?? []).map((name) => [`${name}:`, answer.header(name)] as const),
    ...(step.fields ?? []).map((field) => [field, print(valuesAt(answer.body, field))] as const),
  ];
  return [
    paint('bold', `${String(number).padStart(2)}. ${step.title}`),
    ...(step.run ? [`    $ ${step.run.join(' ')}`] : []),
    `    ${paint('cyan', method)} ${path}${step.atOnce ? `   (${step.atOnce} at once)` : ''}`,
    ...conditions.map((line) => `      ${line}`),
    ...(body === undefined ? [] : [`      ${paint('dim', cut(JSON.stringify(body)))}`]),
    `    ${paint(failure === undefined ? 'green' : 'red', status)}`,
    ...shown.map(([name, value]) => `      ${name} ${paint('dim', cut(value))}`),
    ...(failure === undefined ? [] : failureLines(failure, answer, paint)),
    '',
  ].join('\n');
}

function failureLines(failure: string, answer: Answer, paint: Terminal['paint']): string[] {
  return [
    paint('red', `    Not as it should be: ${failure}`),
    `    ${JSON.stringify(answer.body)}`,
  ];
}

/** @param path the keys, `*` for all of an array's elements */
function valuesAt(value: unknown, path: string): unknown {
  const [key, ...rest] = path.split('.');
  if (key === undefined || key === '') return value;
  if (key === '*') return (value as unknown[]).map((item) => valuesAt(item, rest.join('.')));
  return valuesAt((value as Record<string, unknown> | undefined)?.[key], rest.join('.'));
}

function print(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not there');
}

function cut(text: string): string {
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}
