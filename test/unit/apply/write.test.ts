import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Change, Status } from '../../../src/apply/compare.ts';
import { checkTarget } from '../../../src/apply/target.ts';
import { writeChanges } from '../../../src/apply/write.ts';
import { filesOf, temporaryFolder } from '../../support/folder.ts';

const never = new AbortController().signal;

function change(path: string, content: string, status: Status = 'create', disk?: string): Change {
  return {
    file: { path, content, owner: 'managed' },
    status,
    disk: disk === undefined ? undefined : Buffer.from(disk),
  };
}

/** A signal that is aborted once it has been looked at `count` times. */
function abortedAfter(count: number): AbortSignal {
  let looks = 0;
  return {
    get aborted() {
      looks += 1;
      return looks > count;
    },
  } as AbortSignal;
}

it('removes files with the folders that are empty without them, and puts them back when it is undone', async () => {
  const root = temporaryFolder({ 'src/a/x.ts': 'x', 'src/b/y.ts': 'y', 'src/b/mine.ts': 'mine' });
  const removal = (path: string, disk: string) => change(path, '', 'remove', disk);
  const written = await writeChanges(
    checkTarget(root, { force: true }),
    [removal('src/a/x.ts', 'x'), removal('src/b/y.ts', 'y'), removal('src/c/gone.ts', 'z')],
    never,
  );
  expect(filesOf(root)).toEqual({ 'src/b/mine.ts': 'mine' });
  expect(existsSync(join(root, 'src/a'))).toBe(false);
  await written.undo();
  expect(filesOf(root)).toEqual({ 'src/a/x.ts': 'x', 'src/b/y.ts': 'y', 'src/b/mine.ts': 'mine' });
});

describe('writing a new folder', () => {
  it('writes every file, and the folders above it', async () => {
    const root = temporaryFolder();
    const target = checkTarget(join(root, 'a', 'b', 'service'), { force: false });
    const written = await writeChanges(target, [change('src/x.ts', 'x'), change('y', 'y')], never);
    expect(written.createdTarget).toBe(true);
    expect(filesOf(root)).toEqual({ 'a/b/service/src/x.ts': 'x', 'a/b/service/y': 'y' });
  });

  it('gives it the mode that any folder has, and scripts the execute bit', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'usual'));
    const target = checkTarget(join(root, 'service'), { force: false });
    const script = { path: 'run.sh', content: '', owner: 'yours' as const, executable: true };
    await writeChanges(target, [{ file: script, status: 'create', disk: undefined }], never);
    expect(statSync(join(root, 'service')).mode).toBe(statSync(join(root, 'usual')).mode);
    expect(statSync(join(root, 'service/run.sh')).mode & 0o100).toBe(0o100);
  });

  it('leaves nothing when it is interrupted, not even folders above', async () => {
    for (const looks of [0, 1, 2]) {
      const root = temporaryFolder();
      const target = checkTarget(join(root, 'a', 'service'), { force: false });
      const writing = writeChanges(
        target,
        [change('x', 'x'), change('y', 'y'), change('z', 'z')],
        abortedAfter(looks),
      );
      await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(readdirSync(root)).toEqual([]);
    }
  });

  it('is undone with all that came into it later', async () => {
    const root = temporaryFolder({ 'a/other.txt': '' });
    const target = checkTarget(join(root, 'a', 'service'), { force: false });
    const written = await writeChanges(target, [change('x', 'x')], never);
    mkdirSync(join(target.path, 'node_modules/deep'), { recursive: true });
    await written.undo();
    expect(filesOf(root)).toEqual({ 'a/other.txt': '' });
  });

  it('leaves the folder to whoever was there first, of two at once', async () => {
    const folder = temporaryFolder();
    const target = checkTarget(join(folder, 'service'), { force: false });
    const write = (content: string) => writeChanges(target, [change('a.ts', content)], never);
    await write('first');
    await expect(write('second')).rejects.toMatchObject({
      code: 'TARGET_UNWRITABLE',
      message: expect.stringContaining('something else was written there meanwhile'),
    });
    expect(filesOf(folder)).toEqual({ 'service/a.ts': 'first' });
  });

  it('says what the disk refused, and where', async () => {
    for (const [path, reason] of [
      [join(temporaryFolder(), 'n'.repeat(300), 'service'), 'the name is too long'],
      ['/proc/nowhere/service', 'the folder above it does not exist and could not be created'],
    ]) {
      const target = { path: path ?? '', exists: false, entries: [] };
      await expect(writeChanges(target, [change('x', 'x')], never)).rejects.toMatchObject({
        code: 'TARGET_UNWRITABLE',
        message: `Can't write to ${path}: ${reason}.`,
      });
    }
  });
});

describe('writing into a folder that exists', () => {
  const before = { 'kept.txt': 'kept', 'src/old.ts': 'old' };
  const changes = [
    change('src/old.ts', 'new', 'update', 'old'),
    change('src/deep/more.ts', 'more'),
    change('kept.txt', 'ignored', 'kept', 'kept'),
  ];

  it('writes what is new or to be updated, and nothing else', async () => {
    const root = temporaryFolder(before);
    await writeChanges(checkTarget(root, { force: true }), changes, never);
    expect(filesOf(root)).toEqual({
      'kept.txt': 'kept',
      'src/old.ts': 'new',
      'src/deep/more.ts': 'more',
    });
  });

  it('puts everything back when it is interrupted at any moment', async () => {
    for (const looks of [0, 1, 2, 3]) {
      const root = temporaryFolder(before);
      const writing = writeChanges(
        checkTarget(root, { force: true }),
        changes,
        abortedAfter(looks),
      );
      await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(filesOf(root)).toEqual(before);
    }
  });

  it('puts everything back when a later file fails', async () => {
    const root = temporaryFolder(before);
    const target = checkTarget(root, { force: true });
    const tooLong = change(`${'n'.repeat(300)}.ts`, '');
    await expect(writeChanges(target, [...changes, tooLong], never)).rejects.toMatchObject({
      code: 'TARGET_UNWRITABLE',
    });
    expect(filesOf(root)).toEqual(before);
  });

  it('undoes its own files and the leftovers of steps, and no file of anybody else', async () => {
    const root = temporaryFolder(before);
    const written = await writeChanges(checkTarget(root, { force: true }), changes, never, [
      'node_modules',
      'kept.txt',
    ]);
    mkdirSync(join(root, 'node_modules/x'), { recursive: true });
    writeFileSync(join(root, 'src/deep/mine.ts'), 'mine');
    await written.undo();
    expect(filesOf(root)).toEqual({ ...before, 'src/deep/mine.ts': 'mine' });
  });
});

describe('what is never written', () => {
  it.each(['../x', '/etc/x', 'a/../../x', 'a//b', './x', '', 'C:\\x', 'a\\b', 'a\0b'])(
    'refuses the path %j',
    async (path) => {
      const root = temporaryFolder();
      const target = checkTarget(join(root, 'service'), { force: false });
      await expect(writeChanges(target, [change(path, '')], never)).rejects.toMatchObject({
        code: 'UNSAFE_PATH',
      });
      expect(readdirSync(root)).toEqual([]);
    },
  );

  it.each(['link/x.ts', 'link'])('refuses to go through a symlink: %s', async (path) => {
    const outside = temporaryFolder();
    const root = temporaryFolder();
    symlinkSync(outside, join(root, 'link'));
    const target = checkTarget(root, { force: true });
    await expect(writeChanges(target, [change(path, '')], never)).rejects.toMatchObject({
      code: 'SYMLINK_IN_THE_WAY',
    });
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(root)).toEqual(['link']);
  });

  it('refuses a file where a folder is, and a folder where a file is', async () => {
    const root = temporaryFolder({ 'folder/x': '', file: '' });
    const target = checkTarget(root, { force: true });
    for (const path of ['folder', 'file/x']) {
      await expect(writeChanges(target, [change(path, '')], never)).rejects.toMatchObject({
        code: 'NOT_A_FILE',
      });
    }
  });

  it('refuses to write while anything is in conflict', async () => {
    const root = temporaryFolder({ 'mine.ts': 'mine' });
    const target = checkTarget(root, { force: true });
    const conflict = change('mine.ts', 'theirs', 'conflict', 'mine');
    await expect(writeChanges(target, [change('x', 'x'), conflict], never)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('mine.ts'),
    });
    expect(existsSync(join(root, 'x'))).toBe(false);
  });
});
