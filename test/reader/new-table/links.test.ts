import { expect, it } from 'vitest';
import { filesOf } from '../../support/folder.ts';
import { add, edit, service } from './service.ts';

const joinTable = (name: string) => `
export const ${name} = pgTable('${name}', {
  userId: uuid('user_id').notNull().references(() => users.id),
  postId: uuid('post_id').notNull().references(() => posts.id),
}, (t) => [primaryKey({ columns: [t.userId, t.postId] })]);
`;
const source = `
import { pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: uuid('id').primaryKey().defaultRandom() });
export const posts = pgTable('posts', { id: uuid('id').primaryKey().defaultRandom() });
${joinTable('likes')}`;

it('a join table keeps its links where another one joins the same two tables later', async () => {
  const folder = await service(source);
  const before = filesOf(folder);
  edit(folder, 'src/db/schema/schema.ts', (text) => text + joinTable('bookmarks'));
  expect((await add(folder, 'bookmarks', '--yes')).exitCode).toBe(0);
  const after = filesOf(folder);
  const links = 'src/modules/users/users.posts.routes.ts';
  expect(after[links]).toBe(before[links]);
  expect(after[links]).toContain('likes');
  expect(Object.keys(after)).toContain('src/modules/bookmarks/bookmarks.routes.ts');
  expect(Object.keys(after)).not.toContain('src/modules/likes/likes.routes.ts');
});
