import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meetExisting } from '../../../src/apply/existing.ts';
import {
  assertUsablePath,
  checkTarget,
  diskError,
  targetProblem,
} from '../../../src/apply/target.ts';
import { unifiedDiff } from '../../../src/apply/diff.ts';
import { temporaryFolder } from '../../support/folder.ts';

describe('checkTarget', () => {
  it('accepts a folder that is not there, and writes nothing to find out', () => {
    const path = join(temporaryFolder(), 'a', 'b');
    expect(checkTarget(path, { force: false })).toEqual({ path, exists: false, entries: [] });
  });

  it('accepts a folder that holds harmless files only', () => {
    const root = temporaryFolder({
      '.git/HEAD': '',
      LICENSE: '',
      'README.md': '',
      '.gitignore': '',
    });
    expect(checkTarget(root, { force: false }).entries).toContain('README.md');
  });

  it('refuses any other file by name, unless forced', () => {
    const root = temporaryFolder({ 'README.md': '', 'index.js': '' });
    expect(() => checkTarget(root, { force: false })).toThrow(/not empty: it holds index\.js\.$/);
    expect(checkTarget(root, { force: true }).exists).toBe(true);
    expect(targetProblem(root)).toContain('index.js');
  });

  it('refuses a file, and a folder below a file', () => {
    const root = temporaryFolder({ file: '' });
    expect(() => checkTarget(join(root, 'file'), { force: true })).toThrow('is a file');
    expect(() => checkTarget(join(root, 'file', 'service'), { force: true })).toThrow('is a file');
  });

  it('refuses a name that no disk takes', () => {
    const path = join(temporaryFolder(), 'x'.repeat(300));
    expect(() => checkTarget(path, { force: false })).toThrow(/the name is too long/);
  });

  it('turns what the disk refuses into a sentence, and nothing else', () => {
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    expect(diskError(denied, '/srv')).toMatchObject({
      message: "Can't write to /srv: permission denied.",
    });
    const bug = new TypeError('x');
    expect(diskError(bug, '/srv')).toBe(bug);
  });
});

describe('assertUsablePath', () => {
  it.each(['c#', '100%', 'a%20b', 'what?', 'a:b', 'a"b', 'a$b', 'a`b', 'a\\b', 'a\nb'])(
    'refuses a folder that programs of a service misread, there or not: %j',
    (name) => {
      const folder = temporaryFolder({ [`${name}/there/file`]: '' });
      for (const path of ['there', 'new/service']) {
        const target = join(folder, name, path);
        expect(() => assertUsablePath(target)).toThrow(
          expect.objectContaining({ code: 'TARGET_PATH_UNUSABLE' }),
        );
        expect(targetProblem(target)).toContain("can't be tested");
      }
    },
  );

  it('refuses one that leads there', () => {
    const folder = temporaryFolder({ 'c#/service/file': '' });
    symlinkSync(join(folder, 'c#'), join(folder, 'sharp'));
    expect(() => assertUsablePath(join(folder, 'sharp/service'))).toThrow(/"#"/);
  });

  it.each(['a b', "it's", 'ü日', '[x]', '{a}', '(x)', 'a&b', 'a;b', 'a+b@c', 'a!', 'a*', 'a|b'])(
    'takes every other: %j',
    (name) => {
      expect(() => assertUsablePath(join(temporaryFolder(), name))).not.toThrow();
    },
  );
});

describe('meetExisting', () => {
  const plan = [
    { path: '.gitignore', content: 'node_modules\ndist\n', owner: 'managed' as const },
    { path: 'README.md', content: '# ours', owner: 'yours' as const },
    { path: 'package.json', content: '{}', owner: 'managed' as const },
  ];

  it('adds to .gitignore, leaves a README, and touches nothing else', () => {
    const disk = new Map([
      ['.gitignore', Buffer.from('*.log\ndist\n')],
      ['README.md', Buffer.from('# theirs')],
      ['package.json', Buffer.from('{"name":"theirs"}')],
    ]);
    const met = meetExisting(plan, disk);
    expect(met.plan.map((file) => file.path)).toEqual(['.gitignore', 'package.json']);
    expect(met.plan[0]?.content).toBe('*.log\ndist\n\nnode_modules\n');
    expect([...met.merged]).toEqual(['.gitignore']);
    expect(met.notices.map((notice) => notice.subject)).toEqual(['README.md']);
  });

  it("puts the line endings above a list of attributes, so that the team's lines stay in force", () => {
    const wanted = {
      path: '.gitattributes',
      content: '* text=auto eol=lf\n',
      owner: 'managed' as const,
    };
    const disk = new Map([['.gitattributes', Buffer.from('* text=auto\n*.bat eol=crlf\n')]]);
    const { plan: met, merged } = meetExisting([wanted], disk);
    expect(met[0]?.content).toBe('* text=auto eol=lf\n\n* text=auto\n*.bat eol=crlf\n');
    expect([...merged]).toEqual(['.gitattributes']);
  });

  it('plans everything where nothing is', () => {
    expect(meetExisting(plan, new Map())).toEqual({ plan, merged: new Set(), notices: [] });
  });
});

describe('unifiedDiff', () => {
  it('shows what would change, and not the content of binary files', () => {
    const diff = unifiedDiff('a.ts', Buffer.from('one\ntwo\n'), 'one\n2\n');
    expect(diff).toBe(
      '--- a.ts\ton the disk\n+++ a.ts\tfrom the kit\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n',
    );
    expect(unifiedDiff('a.tgz', new Uint8Array([0, 1]), 'x')).toBe(
      'a.tgz: binary, and different\n',
    );
  });
});
