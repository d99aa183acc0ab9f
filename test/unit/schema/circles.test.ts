import { expect, it } from 'vitest';
import { withoutCircles } from '../../../src/schema/bring/circles.ts';

const of = (content: Record<string, string>) =>
  Object.fromEntries(
    withoutCircles(Object.entries(content).map(([path, text]) => ({ path, content: text }))).map(
      (file) => [file.path, file.content],
    ),
  );
const line = "import type { AnyPgColumn } from 'drizzle-orm/pg-core';\n";
const table = (name: string, ...columns: string[]) =>
  `export const ${name} = pgTable('${name}', { ${columns.join(', ')} });`;

it('says what references in a circle give: of files, of one file, and of one table', () => {
  const auction = table('auction', 'won: uuid().references(() => bid.id)');
  const bid = table(
    'bid',
    'auctionId: uuid().references(() => auction.id)',
    'by: uuid().references(() => users.id)',
  );
  const given = of({ 'auction.ts': auction, 'bid.ts': bid, 'users.ts': table('users') });
  expect(given['auction.ts']).toBe(line + auction.replace('() => bid', '(): AnyPgColumn => bid'));
  expect(given['bid.ts']).toBe(line + bid.replace('() => auction', '(): AnyPgColumn => auction'));
  expect(given['users.ts']).toBe(table('users'));
  expect(of({ 'a.ts': `${auction}\n${bid}` })['a.ts']).toContain('(): AnyPgColumn => bid.id');
  const tree = table('folders', 'parentId: uuid().references(() => folders.id)');
  expect(of({ 'a.ts': tree })['a.ts']).toContain('(): AnyPgColumn => folders.id');
});

it('leaves alone what is no circle, and what says it already', () => {
  const chain = [
    table('lines', 'orderId: uuid().references(() => orders.id)'),
    table('orders', 'userId: uuid().references(() => users.id)'),
    table('users'),
  ].join('\n');
  expect(of({ 'a.ts': chain })['a.ts']).toBe(chain);
  const told = [
    "import { type AnyPgColumn, pgTable } from 'drizzle-orm/pg-core';",
    table('one', 'otherId: uuid().references((): AnyPgColumn => other.id)'),
    table('other', 'oneId: uuid().references(() => one.id)'),
  ].join('\n');
  expect(of({ 'a.ts': told })['a.ts']).toBe(told);
});
