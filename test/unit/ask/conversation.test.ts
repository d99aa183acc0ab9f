import { describe, expect, it } from 'vitest';
import { Back, converse, oncePerKey, type Person } from '../../../src/ask/conversation.ts';
import { Cancelled } from '../../../src/terminal.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const esc = Symbol('Esc');

/** Holds a conversation with somebody who answers so, one after the other; `seen` is what was put, and what was offered. */
async function talkWith<T>(
  script: (string | typeof esc)[],
  talk: (ask: (question: string) => Promise<string>, person: Person) => Promise<T>,
) {
  const seen: string[] = [];
  const terminal = recordedTerminal();
  const result = await converse(terminal, (person) => {
    const ask = (question: string) =>
      person.answer<string>(question, (before) => {
        seen.push(before === undefined ? question : `${question} ${before}`);
        const said = script.shift();
        return said === esc ? Promise.reject(new Back()) : Promise.resolve(said ?? 'nothing');
      });
    return talk(ask, person);
  });
  return { result, seen, text: terminal.text() };
}

const three = async (ask: (question: string) => Promise<string>) => [
  await ask('a?'),
  await ask('b?'),
  await ask('c?'),
];

describe('a conversation', () => {
  it('goes back a question, offers what was said there, and goes on from there', async () => {
    const { result, seen } = await talkWith(['1', '2', esc, '3', '4'], three);
    expect(seen).toEqual(['a?', 'b?', 'c?', 'b? 2', 'c?']);
    expect(result).toEqual(['1', '3', '4']);
  });

  it('goes back as far as the person likes, and keeps what was said on the way', async () => {
    const { result, seen } = await talkWith(['1', '2', esc, esc, '5', '6', '7'], three);
    expect(seen).toEqual(['a?', 'b?', 'c?', 'b? 2', 'a? 1', 'b? 2', 'c?']);
    expect(result).toEqual(['5', '6', '7']);
  });

  it('takes another way where another answer leads to one', async () => {
    const { result, seen } = await talkWith(['left', 'x', esc, esc, 'right', 'y'], async (ask) => {
      const way = await ask('way?');
      const deep = await ask(`how far ${way}?`);
      return way === 'left' ? [way, deep, await ask('and then?')] : [way, deep];
    });
    expect(seen.slice(-2)).toEqual(['way? left', 'how far right?']);
    expect(result).toEqual(['right', 'y']);
  });

  it('is over when the person goes back from the first question', async () => {
    await expect(talkWith([esc], three)).rejects.toThrow(Cancelled);
    await expect(talkWith(['1', esc, esc], three)).rejects.toThrow(Cancelled);
  });

  it('says once that there is a way back, as soon as there is one, and each line between questions once', async () => {
    const { text } = await talkWith(['1', '2', esc, esc, '1', '2', '3'], async (ask, person) => {
      const first = await ask('a?');
      person.say('Now for the rest.');
      return [first, await ask('b?'), await ask('c?')];
    });
    expect(text).toBe('Now for the rest.\nEsc goes back a question, Ctrl-C cancels.\n');
    expect((await talkWith(['1'], (ask) => ask('the only one?'))).text).toBe('');
  });

  it('does not do again what takes long, as long as it was asked for the same', async () => {
    const read: string[] = [];
    const once = oncePerKey((file: string) => Promise.resolve(read.push(file)));
    await talkWith(['one', esc, 'one', esc, 'two', 'end'], async (ask) => {
      await once(await ask('file?'));
      return ask('tables?');
    });
    expect(read).toEqual(['one', 'two']);
  });
});
