import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import {
  expectForeignTarget,
  expectLinkCell,
  linkCells,
  linksOf,
} from '../../../test/access/links';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownTaskValues } from '../../../test/access/rows/tasks';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTag, tagValues } from '../../../test/factories/tags';
import { createTask } from '../../../test/factories/tasks';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { taskTags } from '../../db/schema';
import { create } from './tags.queries';
import { tagCreate, tagListing, tagResponse, tagUpdate } from './tags.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into tags.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/tags',
  key: ['id'],
  make: async () => createTag(t.db),
  body: async () => jsonBody(await tagValues(t.db), tagCreate),
  change: listed(['name'], tagUpdate, tagResponse),
  filters: listed(['id', 'name'], tagListing.filter, tagResponse),
} satisfies Subject;

describe('who may do what with tags', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    user       row   200   403     403     403
    admin      row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a tag, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(
    callerContext(t.db, caller, { id: person.tenantId, isManager: false }),
    JSON.parse('{}'),
  );
  await expect(creating).rejects.toMatchObject({ status: 403 });
});

describe('what comes along with tags', () => {
  it('is no tasks of somebody else', () =>
    expectNotAlong(t, subject, 'tasks', {
      row: async (_viewer, other) => {
        const row = await createTag(t.db);
        const target = await createTask(t.db, await ownTaskValues(t.db, other));
        await t.db.insert(taskTags).values({ tagId: row.id, taskId: target.id });
        return row;
      },
      viewers: ['viewer'],
    }));
});

describe('who may do what with the tasks of a tag', () => {
  const links = linksOf({
    subject,
    path: 'tasks',
    key: 'id',
    target: async (owner) => createTask(t.db, await ownTaskValues(t.db, owner)),
    link: (row, target) => t.db.insert(taskTags).values({ tagId: row.id, taskId: target.id }),
  });
  const expected = `
               list  add  remove
    anonymous  401   401  401
    expired    401   401  401
    user       none  403  403
    admin      row   204  204
  `;

  it.each(linkCells(expected))('%s: %s is %s', (...cell) => expectLinkCell(t, links, cell));

  it('those of somebody else are as if they were not there', () =>
    expectForeignTarget(t, links, { missing: '2147483647', adds: false }));
});
