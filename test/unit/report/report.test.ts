import { describe, expect, it } from 'vitest';
import { ask } from '../../../src/ask/ask.ts';
import { KitError } from '../../../src/errors.ts';
import { parseFlags } from '../../../src/ask/flags.ts';
import { type Answers, createOptions, serviceQuestions } from '../../../src/ask/questions.ts';
import { sourceQuestions } from '../../../src/ask/source-questions.ts';
import { exitCodeOf, failureJson, printFailure } from '../../../src/report/failure.ts';
import {
  portableProgramName,
  shellQuoted,
  reproduceCommand,
  withoutPassword,
} from '../../../src/report/reproduce.ts';
import { Cancelled } from '../../../src/terminal.ts';
import { fileTree, formatSize } from '../../../src/report/tree.ts';
import { runFlags } from '../../../src/ask/run-flags.ts';
import { recordedTerminal } from '../../support/terminal.ts';

const cwd = '/home/me/work';

async function answersFor(argv: string[]): Promise<Answers> {
  const flags = parseFlags(argv, [...createOptions, ...runFlags.options], 1);
  const input = { flags, context: { cwd, env: {}, tables: [] }, prompt: undefined };
  return ask(serviceQuestions, {
    ...input,
    earlier: await ask(sourceQuestions, { ...input, earlier: {} }),
  });
}

describe('reproduceCommand', () => {
  it.each([
    ['shop --example shop --yes'],
    ["'my shop' --name @acme/shop --schema 'src/*.ts' --schema b.ts --casing snake_case --yes"],
    [
      'shop --from-db postgres://me@db/shop --tables a,b --skip-tables c --pm pnpm --no-install --no-git --yes',
    ],
    ['shop --force --example shop --no-migrate --yes'],
  ])('gives back what it was made of: %s', async (command) => {
    const argv = command.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? [];
    expect(reproduceCommand('kit', await answersFor(argv), cwd)).toBe(`kit ${command}`);
  });

  it('holds no password and no path from the root', async () => {
    const argv = [`${cwd}/sub/shop`, '--from-db', 'postgres://me:secret@db/shop'];
    expect(reproduceCommand('kit', await answersFor(argv), cwd)).toBe(
      'kit sub/shop --from-db postgres://me@db/shop --yes',
    );
    const files = await answersFor(['.', '--schema', `${cwd}/../other/schema.ts`]);
    expect(reproduceCommand('kit', { ...files, name: 'work' }, cwd)).toBe(
      'kit . --schema ../other/schema.ts --yes',
    );
  });
});

it('calls the kit by its version only where a registry has it', () => {
  const kit = { name: '@acme/kit', version: '2.1.0', dependency: '^2.1.0' };
  expect(portableProgramName(kit, 'shop')).toBe('npx @acme/kit@2.1.0');
  const packed = { ...kit, dependency: 'file:', tarball: new Uint8Array() };
  expect(portableProgramName(packed, 'shop')).toBe(
    'npx --yes --package ./shop/.backend-kit/acme-kit-2.1.0.tgz backend-kit',
  );
});

it('quotes for a shell only where it is needed', () => {
  expect(['plain-1.2/x', '', "it's", 'a b', '$HOME', '*'].map(shellQuoted)).toEqual([
    'plain-1.2/x',
    "''",
    String.raw`'it'\''s'`,
    "'a b'",
    "'$HOME'",
    "'*'",
  ]);
});

it('takes a password out of a URL wherever it stands', () => {
  expect(withoutPassword('postgres://u:p@h/d?sslmode=require')).toBe(
    'postgres://u@h/d?sslmode=require',
  );
  expect(withoutPassword('postgres://u@h/d?password=p')).toBe('postgres://u@h/d');
  expect(withoutPassword('postgres://u@h/d')).toBe('postgres://u@h/d');
});

describe('fileTree', () => {
  const files = ['src/app.ts', 'src/db/client.ts', 'src/db/seed.ts', 'package.json'].map(
    (path) => ({ path }),
  );

  it('draws folders first, then files', () => {
    expect(fileTree([...files, { path: 'a.txt', note: '1 B' }])).toEqual([
      '├── src/',
      '│   ├── db/',
      '│   │   ├── client.ts',
      '│   │   └── seed.ts',
      '│   └── app.ts',
      '├── a.txt  1 B',
      '└── package.json',
    ]);
  });

  it('sums folders up where it would get too long', () => {
    expect(fileTree(files, 4)).toEqual([
      '├── src/',
      '│   ├── db/ (2 files)',
      '│   └── app.ts',
      '└── package.json',
    ]);
    expect(fileTree(files, 1)).toEqual(['├── src/ (3 files)', '└── package.json']);
  });
});

it('writes sizes for people', () => {
  expect([0, 999, 1000, 12_345, 1_200_000].map(formatSize)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '12.3 kB',
    '1.2 MB',
  ]);
});

describe('failures', () => {
  const hinted = new KitError('TARGET_NOT_EMPTY', 'It is full.', 'Empty it.');

  it('end with a code that scripts can tell apart', () => {
    expect(exitCodeOf(hinted)).toBe(1);
    expect(exitCodeOf(new KitError('UNKNOWN_FLAG', ''))).toBe(2);
    expect(exitCodeOf(new Cancelled())).toBe(130);
    expect(exitCodeOf(new TypeError('bug'))).toBe(1);
  });

  it('are a sentence and a hint, and a bug is its stack and where to report it', () => {
    const expected = recordedTerminal();
    printFailure(expected, hinted, undefined);
    expect(expected.text()).toBe('error: It is full.\nEmpty it.\n');
    const bug = recordedTerminal();
    printFailure(bug, new TypeError('oops'), 'https://example.com/bugs');
    expect(bug.text()).toMatch(
      /TypeError: oops\n\s+at .*\n[^]*report it at https:\/\/example\.com\/bugs/,
    );
  });

  it('are one document as JSON', () => {
    expect(failureJson(hinted)).toEqual({
      error: { code: 'TARGET_NOT_EMPTY', message: 'It is full.', hint: 'Empty it.' },
    });
    expect(failureJson('text')).toEqual({
      error: { code: 'UNEXPECTED', message: 'text', hint: null },
    });
  });
});
