import { expect, it } from 'vitest';
import { ask } from '../../../src/ask/ask.ts';
import type { AnswerValue } from '../../../src/ask/questionnaire.ts';
import { accessQuestions } from '../../../src/features/access/questions.ts';
import { schemaOf, table } from '../schema/helpers.ts';
import { having, to, users } from '../model/access/plan.ts';

const deals = having('deals', [to('users', 'buyerId'), to('users', 'sellerId')]);
const postTags = {
  ...having('postTags', [to('posts', 'postId'), to('tags', 'tagId')]),
  primaryKey: ['postId', 'tagId'],
};
const link = { ...postTags, columns: postTags.columns.slice(1, 3) };
const schema = schemaOf(users(), deals, table('posts'), table('tags'), table('logs'), link);
const labels = schema.tables.map(({ name }) => name);

/** What is offered to whoever is asked, by question. */
async function offered(
  auth: 'none' | 'built-in',
  values: Record<string, string[]> = {},
  earlier: object = {},
): Promise<Record<string, string[]>> {
  const asked: Record<string, string[]> = {};
  await ask(accessQuestions, {
    flags: { values, positionals: [] },
    earlier: {
      auth,
      usersTable: '',
      emailColumn: '',
      roleColumn: '',
      tables: [],
      skipTables: [],
      ...earlier,
    },
    context: { cwd: '', env: {}, tables: labels, schema },
    prompt: ({ option, initial, choices }) => {
      asked[option.key] = choices.map(({ value }) => value);
      return Promise.resolve(initial as AnswerValue);
    },
  });
  return asked;
}

it('asks whose rows are where several columns may say so, and what anybody may read', async () => {
  expect(await offered('built-in')).toEqual({
    access: ['deals=owner:buyerId', 'deals=owner:sellerId'],
    publicRead: ['users', 'deals', 'posts', 'tags', 'logs'],
  });
});

it('asks of tables that become resources, and nothing that a flag says', async () => {
  const some = { tables: ['posts', 'tags', 'postTags'] };
  // As the plan takes it: all but some, of which a join table is none.
  expect(await offered('built-in', {}, some)).toEqual({
    publicRead: ['posts', 'tags'],
  });
  expect(await offered('built-in', {}, { skipTables: ['deals', 'logs'] })).toEqual({
    publicRead: ['users', 'posts', 'tags'],
  });
  expect(await offered('built-in', { access: ['deals=admin'], 'public-read': [] })).toEqual({});
});

it('works nothing out where nobody can be asked', async () => {
  const earlier = { auth: 'built-in' as const, usersTable: '', emailColumn: '', roleColumn: '' };
  const answers = ask(accessQuestions, {
    flags: { values: {}, positionals: [] },
    // Whoever names tables wrongly is told so where they are looked up.
    earlier: { ...earlier, tables: ['gone'], skipTables: [] },
    context: { cwd: '', env: {}, tables: labels, schema },
    prompt: undefined,
  });
  expect(await answers).toMatchObject({ access: [], publicRead: [] });
});

it('asks nothing where nobody signs in, and takes no flag', async () => {
  expect(await offered('none')).toEqual({});
  await expect(offered('none', { access: ['deals=admin'] })).rejects.toMatchObject({
    code: 'FLAGS_DO_NOT_COMBINE',
  });
});
