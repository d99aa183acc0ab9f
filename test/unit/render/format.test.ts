import { format } from 'oxfmt';
import { expect, test } from 'vitest';
import { formatFile } from '../../../src/render/format.ts';

const settings = { printWidth: 100, singleQuote: true };

/** As `drizzle-kit pull` writes an identity: the formatter breaks the chain first and joins it the second time. */
const pulled = `export const rooms = pgTable("rooms", {
	id: integer().primaryKey().generatedAlwaysAsIdentity({ name: "rooms_id_seq", startWith: 1, increment: 1, minValue: 1, maxValue: 2147483647, cache: 1 }),
});
`;

test('a text that one round leaves unfinished is formatted until it is at rest', async () => {
  const once = (await format('rooms.ts', pulled, settings)).code;
  expect((await format('rooms.ts', once, settings)).code).not.toBe(once);
  const text = await formatFile('rooms.ts', pulled, settings);
  expect((await format('rooms.ts', text, settings)).code).toBe(text);
});

test('data that a schema imports is formatted too, snapshots of migrations are not', async () => {
  expect(await formatFile('src/db/schema/words.json', '{"a":1}', settings)).toBe('{ "a": 1 }\n');
  expect(await formatFile('drizzle/meta/_journal.json', '{"a":1}', settings)).toBe('{"a":1}');
});

test('a file that does not parse is named', async () => {
  await expect(formatFile('src/db/schema/a.ts', 'const = 1;', settings)).rejects.toMatchObject({
    code: 'FORMAT_FAILED',
    message: expect.stringContaining('src/db/schema/a.ts'),
  });
});
