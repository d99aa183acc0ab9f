import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownArticleValues } from '../../../test/access/rows/articles';
import { createTestApp, type TestApp } from '../../../test/app';
import { articleValues, createArticle } from '../../../test/factories/articles';
import { createTag } from '../../../test/factories/tags';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { articles } from '../../db/schema';
import { articleCreate, articleListing, articleResponse, articleUpdate } from './articles.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into articles.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/articles',
  key: ['id'],
  make: async (owner) => createArticle(t.db, await ownArticleValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await articleValues(t.db, await ownArticleValues(t.db, sender)), articleCreate),
  change: listed(['title'], articleUpdate, articleResponse),
  filters: listed(['id', 'authorId'], articleListing.filter, articleResponse),
  owned: {
    field: 'authorId',
    count: (person) => t.db.$count(articles, eq(articles.authorId, person.userId)),
  },
} satisfies Subject;

describe('who may do what with articles', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  row   200   401     401     401
    expired    401   401   401     401     401
    stranger   row   200   201     404     404
    owner      row   200   201     200     204
    admin      row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

describe('what comes along with articles', () => {
  it('is no author of somebody else', () =>
    expectNotAlong(t, subject, 'author', {
      row: async (_viewer, other) => createArticle(t.db, await ownArticleValues(t.db, other)),
      viewers: ['viewer', 'anonymous'],
    }));

  it('is no tag of somebody else', () =>
    expectNotAlong(t, subject, 'tag', {
      row: async (viewer) =>
        createArticle(t.db, {
          ...(await ownArticleValues(t.db, viewer)),
          tagId: (await createTag(t.db)).id,
        }),
      viewers: ['anonymous'],
    }));
});
