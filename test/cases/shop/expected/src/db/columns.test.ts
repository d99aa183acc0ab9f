import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { pickColumns } from './columns';

const books = pgTable('books', {
  id: integer().primaryKey(),
  shelfId: integer(),
  secret: text(),
});
const response = z.object({ id: z.int() });

it('reads what is sent, and nothing else', () => {
  expect(Object.keys(pickColumns(books, response))).toEqual(['id']);
});

it('reads what an include starts from, though it is not sent', () => {
  const includes = { shelf: { from: ['shelfId'] } };
  expect(Object.keys(pickColumns(books, response, includes))).toEqual(['id', 'shelfId']);
});
