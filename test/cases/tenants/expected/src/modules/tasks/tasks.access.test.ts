import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import { expectLinkCell, linkCells, linksOf } from '../../../test/access/links';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { expectUnreachable } from '../../../test/access/references';
import { ownProjectValues } from '../../../test/access/rows/projects';
import { ownTaskValues } from '../../../test/access/rows/tasks';
import { createTestApp, type TestApp } from '../../../test/app';
import { createProject } from '../../../test/factories/projects';
import { createTag } from '../../../test/factories/tags';
import { createTask, taskValues } from '../../../test/factories/tasks';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { taskTags, tasks } from '../../db/schema';
import { taskCreate, taskListing, taskResponse, taskUpdate } from './tasks.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into tasks.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/tasks',
  key: ['id'],
  make: async (owner) => createTask(t.db, await ownTaskValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await taskValues(t.db, await ownTaskValues(t.db, sender)), taskCreate),
  change: listed(['title'], taskUpdate, taskResponse),
  filters: listed(['id', 'projectId'], taskListing.filter, taskResponse),
  stamps: { table: tasks, create: ['createdBy', 'updatedBy'], update: ['updatedBy'], delete: [] },
} satisfies Subject;

describe('who may do what with tasks', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
                      list  read  create  update  delete
    anonymous         401   401   401     401     401
    expired           401   401   401     401     401
    visitor           403   403   403     403     403
    stranger          none  404   201     404     404
    intruder          403   403   403     403     403
    member            row   200   201     200     204
    managerElsewhere  row   200   201     200     204
    manager           row   200   201     200     204
    admin             row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

describe('what a task refers to', () => {
  it.each(['POST', 'PATCH'] as const)('%s: projectId is no project of somebody else', (method) =>
    expectUnreachable(t, subject, method, {
      foreign: async (other) => ({
        projectId: (await createProject(t.db, await ownProjectValues(t.db, other))).id,
      }),
      missing: { projectId: 2147483647 },
    }),
  );

  it.each(['POST', 'PATCH'] as const)('%s: assigneeId is no user of somebody else', (method) =>
    expectUnreachable(t, subject, method, {
      foreign: async (other) => ({ assigneeId: other.userId }),
      missing: { assigneeId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' },
    }),
  );
});

describe('what comes along with tasks', () => {
  it('is no assignee of somebody else', () =>
    expectNotAlong(t, subject, 'assignee', {
      row: async (viewer, other) =>
        createTask(t.db, { ...(await ownTaskValues(t.db, viewer)), assigneeId: other.userId }),
      viewers: ['viewer'],
    }));

  it('is no createdByUser of somebody else', () =>
    expectNotAlong(t, subject, 'createdByUser', {
      row: async (viewer, other) =>
        createTask(t.db, { ...(await ownTaskValues(t.db, viewer)), createdBy: other.userId }),
      viewers: ['viewer'],
    }));

  it('is no updatedByUser of somebody else', () =>
    expectNotAlong(t, subject, 'updatedByUser', {
      row: async (viewer, other) =>
        createTask(t.db, { ...(await ownTaskValues(t.db, viewer)), updatedBy: other.userId }),
      viewers: ['viewer'],
    }));
});

describe('who may do what with the tags of a task', () => {
  const links = linksOf({
    subject,
    path: 'tags',
    key: 'id',
    target: async () => createTag(t.db),
    link: (row, target) => t.db.insert(taskTags).values({ taskId: row.id, tagId: target.id }),
  });
  const expected = `
                      list  add  remove
    anonymous         401   401  401
    expired           401   401  401
    visitor           403   403  403
    stranger          404   404  404
    intruder          403   403  403
    member            row   204  204
    managerElsewhere  row   204  204
    manager           row   204  204
    admin             row   204  204
  `;

  it.each(linkCells(expected))('%s: %s is %s', (...cell) => expectLinkCell(t, links, cell));
});
