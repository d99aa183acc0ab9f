import { describe, expect, it } from 'vitest';
import { isOlder, majorOf } from '../../src/versions.ts';

describe('a version', () => {
  it.each([
    ['9.1.0', '10.0.0', true],
    ['0.28.6', '0.29', true],
    ['0.29.0', '0.29', false],
    ['22.12.0', '22.12.1', true],
    ['22.12', '22.12.0', false],
    ['v20.19.0', '22.12', true],
    ['2.10.0', '2.9.9', false],
    ['2.0.0-beta.1', '2.0.0', false],
    ['2.0.0+build.7', '2.0.1', true],
    ['workspace:*', '1.0.0', false],
  ])('%s against %s: older is %s', (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected);
  });

  it('has a first number', () => {
    expect(['1.22.22', 'v10.0.0-rc.1', 'latest', ''].map(majorOf)).toEqual([
      1,
      10,
      undefined,
      undefined,
    ]);
  });
});
