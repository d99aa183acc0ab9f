import { describe, expect, it } from 'vitest';
import { nearest, parseFlags } from '../../../src/ask/flags.ts';
import { packageNameProblem, toPackageName } from '../../../src/ask/package-name.ts';
import { createOptions } from '../../../src/ask/questions.ts';
import { helpText } from '../../../src/report/help.ts';
import { wrap } from '../../../src/terminal.ts';
import { runFlags } from '../../../src/ask/run-flags.ts';

const options = [...createOptions, ...runFlags.options];

describe('parseFlags', () => {
  it('reads short, negative, repeated and inline forms', () => {
    const { values, positionals } = parseFlags(
      ['-y', 'dir', '--no-git', '--schema', 'a', '--schema=b'],
      options,
      1,
    );
    expect(positionals).toEqual(['dir']);
    expect(values).toMatchObject({ yes: true, git: false, schema: ['a', 'b'] });
  });

  it.each([
    [['--shcema', 'a'], 'UNKNOWN_FLAG', 'Did you mean --schema?'],
    [['--quux'], 'UNKNOWN_FLAG', 'See --help for what can be passed.'],
    [['--no-name'], 'UNKNOWN_FLAG', undefined],
    [['-q'], 'UNKNOWN_FLAG', undefined],
    [['--name'], 'INVALID_FLAG', undefined],
    [['--yes=1'], 'INVALID_FLAG', undefined],
    [['--name', '--yes'], 'INVALID_FLAG', undefined],
    [['a', 'b'], 'TOO_MANY_ARGUMENTS', undefined],
  ])('refuses %j', (argv, code, hint) => {
    const expected = hint === undefined ? { code } : { code, hint };
    expect(() => parseFlags(argv, options, 1)).toThrow(expect.objectContaining(expected));
  });
});

it('finds the word that was probably meant', () => {
  expect(nearest('ordrs', ['orders', 'items'])).toBe('orders');
  expect(nearest('xyz', ['orders', 'items'])).toBeUndefined();
});

describe('package names', () => {
  it.each(['shop', 'my-shop.v2', '@acme/shop', '~x', '1st'])('accepts %s', (name) => {
    expect(packageNameProblem(name)).toBeUndefined();
  });

  it.each([
    'Shop',
    '.shop',
    '_shop',
    'a b',
    '',
    '@acme',
    '@/x',
    'node_modules',
    'ä',
    'x'.repeat(215),
  ])('refuses %s', (name) => {
    expect(packageNameProblem(name)).toBeTypeOf('string');
  });

  it.each([
    ['My Shop', 'my-shop'],
    ['.hidden', 'hidden'],
    ['_x_', 'x_'],
    ['ÄÖ', 'service'],
    ['', 'service'],
  ])('makes one of the folder %j', (folder, name) => {
    expect(toPackageName(folder)).toBe(name);
    expect(packageNameProblem(name)).toBeUndefined();
  });
});

describe('helpText', () => {
  const text = helpText('kit', { usage: '[dir]', about: 'About.', options, examples: ['x'] });

  it('lists every flag, with its value, its short form or its negation', () => {
    const flags = options.flatMap(({ flag }) => flag ?? []);
    const listed = new Set([...text.matchAll(/--(?:no-)?([a-z-]+)/g)].map((match) => match[1]));
    expect(flags.filter((flag) => !listed.has(flag))).toEqual([]);
    expect(text).toContain('-y, --yes ');
    expect(text).toContain('--no-git ');
    expect(text).toContain('--pm <npm|pnpm|yarn|bun> ');
    expect(text).toContain('--schema <path> ');
  });

  it('stays within 100 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });
});

it('wraps at spaces and never loses a word', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('averylongword x', 5)).toEqual(['averylongword', 'x']);
});
