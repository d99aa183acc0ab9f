import { describe, expect, it } from 'vitest';
import { selected } from '../../guards/selection.ts';

const removal = (promise: string, file: string) => ({ promise, file, from: '', to: '', tests: [] });

const suites = [
  {
    name: 'built-in',
    removals: [
      removal('a list has a limit', 'src/page.ts'),
      removal('a key is used once', 'src/once.ts'),
    ],
  },
  { name: 'external', removals: [removal('a token has an end', 'src/token.ts')] },
];

const promised = (...args: string[]) =>
  selected(suites, args).map(({ name, removals }) => [
    name,
    ...removals.map(({ promise }) => promise),
  ]);

describe('selected', () => {
  it('has all without a word', () => {
    expect(selected(suites, [])).toEqual(suites);
  });

  it('has those with a part of any promise, file or suite', () => {
    expect(promised('used once', 'token.ts')).toEqual([
      ['built-in', 'a key is used once'],
      ['external', 'a token has an end'],
    ]);
    expect(promised('external')).toEqual([['external', 'a token has an end']]);
  });

  it('names the words that fit nothing, though others do', () => {
    expect(() => promised('a list', 'no such', 'nor this')).toThrow(/: no such, nor this$/);
  });

  it('knows no option', () => {
    expect(() => promised('--only', 'a list')).toThrow("Unknown option '--only'");
  });
});
