import { expect, test } from 'vitest';
import { untypedTableNotices } from '../../../src/schema/untyped-tables.ts';
import { table } from './helpers.ts';

const noticesOf = (content: string) =>
  untypedTableNotices([{ path: 'schema.ts', content }], [table('notes')]);

test.each([
  "export const notes = pgTable('notes', { id: uuid() }) as any;",
  "export const notes: any = pgTable('notes', { id: uuid() });",
])('a table that is any is named, with what to do: %s', (content) => {
  expect(noticesOf(content)).toEqual([
    { subject: 'public.notes', message: expect.stringMatching(/check fails until .*taken out/) },
  ]);
});

test.each([
  "export const notes = pgTable('notes', { id: uuid().references((): any => others.id) });",
  "export const other = pgTable('other', { id: uuid() }) as any; export const notes = pgTable('notes', {});",
  "export const notes = pgTable('notes', { id: uuid() }) as Notes;",
])('others are not: %s', (content) => {
  expect(noticesOf(content)).toEqual([]);
});
