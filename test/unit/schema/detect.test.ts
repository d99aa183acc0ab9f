import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detectCasing, detectSources, findDrizzleConfig } from '../../../src/schema/detect.ts';
import { project } from './helpers.ts';

test.each([
  [
    'drizzle.config.ts',
    "export default defineConfig({ schema: ['./a.ts', `./b.ts`], casing: 'camelCase' });",
  ],
  ['drizzle.config.js', "module.exports = { schema: ['./a.ts', './b.ts'], casing: 'camelCase' };"],
  ['drizzle.config.json', '{ "schema": ["./a.ts", "./b.ts"], "casing": "camelCase" }'],
  [
    'drizzle-prod.config.ts',
    "const c = { schema: ['./a.ts', './b.ts'], casing: 'camelCase' } as const; export default c;",
  ],
])('%s is read without running it', (name, content) => {
  const folder = project({ [name]: content });
  expect(findDrizzleConfig(folder, folder)).toEqual({
    path: join(folder, name),
    casing: 'camelCase',
    schema: ['./a.ts', './b.ts'],
  });
  expect(detectSources(folder)).toEqual([join(folder, 'a.ts'), join(folder, 'b.ts')]);
});

test('the nearest config counts, and none above the root', () => {
  const folder = project({
    'drizzle.config.ts': "export default { casing: 'camelCase' };",
    'packages/db/drizzle.config.ts': "export default { casing: 'snake_case' };",
    'packages/db/src/schema.ts': '',
    'packages/web/x.ts': '',
  });
  const from = (path: string, root = '.') =>
    findDrizzleConfig(join(folder, path), join(folder, root))?.casing;
  expect(from('packages/db/src')).toBe('snake_case');
  expect(from('packages/web')).toBe('camelCase');
  expect(from('packages/web', 'packages/web')).toBeUndefined();
});

test('what is not written literally is not guessed', () => {
  const folder = project({
    'drizzle.config.ts': 'export default { schema: path, casing: style };',
  });
  expect(findDrizzleConfig(folder, folder)).toMatchObject({ casing: null, schema: [] });
  expect(detectSources(project({}))).toEqual([]);
});

test('a folder that is called as a file of code is no client', () => {
  const folder = project({
    'schema.ts': '',
    'app.ts/x.txt': '',
    'client.ts': "export const db = drizzle(url, { casing: 'snake_case' });",
  });
  expect(detectCasing(join(folder, 'schema.ts'), folder).casing).toBe('snake_case');
});
