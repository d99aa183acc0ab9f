import { expect, test } from 'vitest';
import { unseenKeyNotices } from '../../../src/schema/unseen-keys.ts';
import { column, table } from './helpers.ts';

const notes = table('notes', { columns: [column('id'), column('title'), column('titleBy')] });
const others = table('others', { columns: [column('title')] });
const noticesOf = (content: string) =>
  unseenKeyNotices([{ path: 'schema.ts', content }], [notes, others]);
const made = (helper: string) => `${helper}
  const stamps = { id: uuid(), createdAt: timestamp(), updatedAt: timestamp() };
  export const notes = pgTable('notes', { ...stamps, ...make('title') });
  export const others = pgTable('others', () => ({ ...stamps, title: text() }));`;

test.each([
  'const make = (name) => ({ [name]: text(name), [`${name}By`]: text() });',
  'function make(name: string) { return { [name]: text(), [name + "By"]: text() }; }',
  'const make = (name) => Object.fromEntries([name, `${name}By`].map((key) => [key, text()]));',
])('keys that TypeScript can not know are named, with what to do: %s', (helper) => {
  expect(noticesOf(made(helper))).toEqual([
    {
      subject: 'public.notes',
      message: expect.stringMatching(/keys title, titleBy .*check fails until.*\(title: \.\.\.\)/),
    },
  ]);
});

test.each([
  'const make = () => ({ title: text(), titleBy: text() });',
  "const NAME = 'title', BY = `titleBy`; const make = () => ({ [NAME]: text(), [BY]: text() });",
  'const make = <const N extends string>(n: N) => ({ [n]: text(), [`${n}By`]: text() }) as Made<N>;',
  'function make(n: string): Record<"title" | "titleBy", Text> { return { [n]: text() } }',
  'const make = (n) => ({ [n]: text() }) as Made;',
  'const make = (n) => Object.fromEntries([[n, text()]]) as Made;',
  "const make = () => ({ ['title']: text(), [Names.by]: text() });",
  "import { make } from 'somewhere';",
])('keys that it may know are not: %s', (helper) => {
  expect(noticesOf(made(helper))).toEqual([]);
});
