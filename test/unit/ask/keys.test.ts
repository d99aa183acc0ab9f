import { beforeEach, expect, it, vi } from 'vitest';
import { converse, type Person } from '../../../src/ask/conversation.ts';
import { askText, askYesNo, chooseMany, chooseOne } from '../../../src/ask/prompt.ts';
import { Cancelled } from '../../../src/terminal.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const enter = { name: 'return' };
const escape = { name: 'escape', meta: true };
const ctrlC = { name: 'c', ctrl: true };
const down = { name: 'down' };

beforeEach(() => {
  // What is drawn is not looked at here, and would stand between the results.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

type Key = string | { name: string };

/** Talks with somebody who presses these keys, each when a question is open that waits for one. */
async function pressing<T>(keys: Key[], talk: (person: Person) => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    // The prompt's own listener comes after the one that watches for Escape.
    if (process.stdin.listenerCount('keypress') < 2) return;
    const key = keys.shift();
    if (typeof key === 'string') process.stdin.emit('keypress', key, { name: key });
    else if (key) process.stdin.emit('keypress', '', key);
  }, 5);
  try {
    return await converse(recordedTerminal(), talk);
  } finally {
    clearInterval(timer);
  }
}

const few = ['a', 'b', 'c'].map((value) => ({ value, title: value }));
const many = Array.from({ length: 20 }, (_, at) => ({ value: `t${at}`, title: `t${at}` }));
const fine = () => undefined;
const kinds: [string, (person: Person) => Promise<unknown>][] = [
  ['a line of text', (person) => askText('Name?', fine, person)],
  ['yes or no', (person) => askYesNo('Sure?', true, person)],
  ['one of a few', (person) => chooseOne('Which?', few, person)],
  ['one of many', (person) => chooseOne('Which?', many, person)],
  ['some of a few', (person) => chooseMany('Which?', ['a', 'b'], person, { min: 0 })],
  [
    'some of many',
    (person) =>
      chooseMany(
        'Which?',
        many.map((t) => t.value),
        person,
        { min: 0 },
      ),
  ],
];

it.each(kinds)('Escape goes back from a question for %s', async (_, question) => {
  const first: boolean[] = [];
  await pressing([enter, escape, 'n', enter], async (person) => {
    first.push(await askYesNo('First?', true, person));
    return question(person);
  });
  expect(first).toEqual([true, false]);
});

it.each(kinds)('Ctrl-C ends a question for %s', async (_, question) => {
  const talk = pressing([enter, ctrlC], async (person) => {
    await askYesNo('First?', true, person);
    return question(person);
  });
  await expect(talk).rejects.toThrow(Cancelled);
});

it('a line of text stands as it was written, to be changed or emptied', async () => {
  const two = async (person: Person) => [
    await askText('Name?', fine, person, 'proposed'),
    await askYesNo('Sure?', true, person),
  ];
  const backspace = { name: 'backspace' };
  expect(await pressing(['a', 'b', enter, escape, enter, enter], two)).toEqual(['ab', true]);
  expect(await pressing(['a', 'b', enter, escape, backspace, enter, enter], two)).toEqual([
    'a',
    true,
  ]);
  const optional = async (person: Person) => [
    await askText('Default?', fine, person),
    await askYesNo('Sure?', true, person),
  ];
  expect(await pressing(['a', enter, escape, backspace, enter, enter], optional)).toEqual([
    '',
    true,
  ]);
});

it('a choice stands as it was made', async () => {
  const three = async (person: Person) => [
    await chooseOne('Which?', few, person),
    await chooseMany('Which of them?', ['a', 'b'], person, { min: 0 }),
    await askYesNo('Sure?', true, person),
  ];
  const keys = [down, enter, ' ', enter, escape, escape, enter, enter, enter];
  expect(await pressing(keys, three)).toEqual(['b', ['a'], true]);
});

it('a choice among others is a new one, with what is suggested there', async () => {
  const offered: string[][] = [];
  await pressing(['y', enter, escape, escape, 'n', enter], async (person) => {
    const isFirst = await askYesNo('The first?', true, person);
    const values = isFirst ? ['a', 'b'] : ['c', 'd'];
    offered.push(await chooseMany('Which?', values, person, { selected: [values[0] ?? ''] }));
    return isFirst && askYesNo('Sure?', true, person);
  });
  expect(offered.at(-1)).toEqual(['c']);
});
