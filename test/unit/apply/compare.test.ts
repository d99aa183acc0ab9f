import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/apply/compare.ts';
import { sha256 } from '../../../src/apply/content.ts';
import type { Owner, PlannedFile } from '../../../src/plan/planned-file.ts';

const path = 'src/app.ts';

function statusOf(input: {
  planned: string;
  disk?: string;
  pristine?: string;
  owner?: Owner;
  merged?: boolean;
}): string | undefined {
  const owner = input.owner ?? 'managed';
  const file: PlannedFile = { path, content: input.planned, owner };
  const pristine = new Map(input.pristine === undefined ? [] : [[path, sha256(input.pristine)]]);
  const disk = new Map(input.disk === undefined ? [] : [[path, Buffer.from(input.disk)]]);
  const merged = new Set(input.merged ? [path] : []);
  return compare({ plan: [file], disk, pristine, merged })[0]?.status;
}

describe('compare', () => {
  it('creates what is not there', () => {
    expect(statusOf({ planned: 'new' })).toBe('create');
  });

  it('takes no other end of lines for an edit, but every other byte', () => {
    const disk = 'a\r\nb\r\n';
    expect(statusOf({ planned: 'a\nb\n', disk })).toBe('identical');
    expect(statusOf({ planned: 'a\nc\n', disk, pristine: 'a\nb\n' })).toBe('update');
    expect(statusOf({ planned: 'a\nc\n', disk: 'a\rb\r', pristine: 'a\nb\n' })).toBe('conflict');
    expect(statusOf({ planned: '\0\n', disk: '\0\r\n', pristine: 'old' })).toBe('conflict');
  });

  it('leaves alone what is the same, whoever wrote it', () => {
    expect(statusOf({ planned: 'same', disk: 'same' })).toBe('identical');
    expect(statusOf({ planned: 'same', disk: 'same', pristine: 'old' })).toBe('identical');
  });

  it('updates what still is as the kit last wrote it', () => {
    expect(statusOf({ planned: 'new', disk: 'old', pristine: 'old' })).toBe('update');
    expect(statusOf({ planned: 'new', disk: 'old', pristine: 'old', owner: 'derived' })).toBe(
      'update',
    );
  });

  it('is in conflict where a person edited and the kit wants something else', () => {
    expect(statusOf({ planned: 'new', disk: 'edited', pristine: 'old' })).toBe('conflict');
  });

  it('is in conflict with a file that the kit never wrote', () => {
    expect(statusOf({ planned: 'new', disk: 'theirs' })).toBe('conflict');
  });

  it("keeps a person's edit where the kit wants nothing new", () => {
    expect(statusOf({ planned: 'old', disk: 'edited', pristine: 'old' })).toBe('kept');
  });

  it("keeps what is the team's, even when the kit would write something else today", () => {
    expect(statusOf({ planned: 'new', disk: 'old', pristine: 'old', owner: 'yours' })).toBe('kept');
  });

  it('does not bring back what was deleted on purpose, but for files that are rewritten each time', () => {
    expect(statusOf({ planned: 'new', pristine: 'old' })).toBe('kept');
    expect(statusOf({ planned: 'new', pristine: 'old', owner: 'derived' })).toBe('create');
  });

  it('may replace what the plan was merged with', () => {
    expect(statusOf({ planned: 'theirs+ours', disk: 'theirs', merged: true })).toBe('update');
    expect(statusOf({ planned: 'theirs', disk: 'theirs', merged: true })).toBe('identical');
  });

  it('removes what it plans no longer, where nobody edited it', () => {
    const of = (disk: string | undefined) => {
      return compare({
        plan: [],
        disk: new Map(disk === undefined ? [] : [[path, Buffer.from(disk)]]),
        pristine: new Map([[path, sha256('old')]]),
        dropped: [path],
      }).map(({ status }) => status);
    };
    expect(of('old')).toEqual(['remove']);
    expect(of('edited')).toEqual(['conflict']);
    expect(of(undefined)).toEqual([]);
  });

  it('compares bytes, not text', () => {
    const content = new Uint8Array([0, 255, 254]);
    const plan: PlannedFile[] = [{ path, content, owner: 'managed' }];
    const same = compare({ plan, disk: new Map([[path, content]]), pristine: new Map() });
    const other = new Map([[path, new Uint8Array([0, 255, 253])]]);
    expect(same[0]?.status).toBe('identical');
    expect(compare({ plan, disk: other, pristine: new Map() })[0]?.status).toBe('conflict');
  });
});
