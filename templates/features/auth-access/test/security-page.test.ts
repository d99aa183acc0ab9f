import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { securityPage } from '../scripts/asvs/page';
import { promised } from '../scripts/asvs/requirements';
import { claimsIn, readClaims } from '../scripts/asvs/tests';

const root = fileURLToPath(new URL('..', import.meta.url));
const tag = (ids: string) => `[ASVS ${ids}]`;

test('docs/security.md says what the tests say: otherwise, npm run asvs', () => {
  const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8');
  expect(page).toBe(securityPage(readClaims(root)));
});

test('a promise without a test is an error, and a test without a promise', () => {
  const claims = readClaims(root);
  const without = claims.map(({ ids, ...rest }) => ({
    ...rest,
    ids: ids.filter((id) => id !== '8.2.1'),
  }));
  expect(() => securityPage(without)).toThrow('No test is about 8.2.1.');
  const more = [...claims, { ids: ['99.1.1'], file: 'a.test.ts', name: 'a' }];
  expect(() => securityPage(more)).toThrow('does not promise 99.1.1');
  expect(promised).not.toHaveProperty('99.1.1');
});

test('names are read as they stand, in any quotes', () => {
  const text = `test('one ${tag('6.2.1')}', f);\ntest.each([])("two's: %s ${tag('6.2.1, 7.3.1')}", f);\ntest('it\\'s ${tag('8.2.1')}');`;
  expect(claimsIn('a.test.ts', text)).toEqual([
    { ids: ['6.2.1'], file: 'a.test.ts', name: 'one' },
    { ids: ['6.2.1', '7.3.1'], file: 'a.test.ts', name: "two's: %s" },
    { ids: ['8.2.1'], file: 'a.test.ts', name: "it's" },
  ]);
});

test('what is described around a test is a part of its name', () => {
  const text = `describe('before', () => {\n});\n\ndescribe('tokens', () => {\n  test('end ${tag('7.3.1')}', f);\n});\n\ntest('alone ${tag('7.3.2')}', f);`;
  expect(claimsIn('a.test.ts', text).map(({ name }) => name)).toEqual(['tokens: end', 'alone']);
});

test('a number that stands anywhere else is an error', () => {
  expect(() => claimsIn('a.test.ts', `test('${tag('6.2.1')} one', f)`)).toThrow('a.test.ts');
});
