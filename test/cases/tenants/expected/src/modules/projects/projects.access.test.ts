import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { expectUnreachable } from '../../../test/access/references';
import { ownProjectValues } from '../../../test/access/rows/projects';
import { createTestApp, type TestApp } from '../../../test/app';
import { createProject, projectValues } from '../../../test/factories/projects';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { projects } from '../../db/schema';
import { projectCreate, projectListing, projectResponse, projectUpdate } from './projects.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into projects.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/projects',
  key: ['id'],
  make: async (owner) => createProject(t.db, await ownProjectValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await projectValues(t.db, await ownProjectValues(t.db, sender)), projectCreate),
  change: listed(['name'], projectUpdate, projectResponse),
  filters: listed(['id', 'teamId'], projectListing.filter, projectResponse),
  owned: {
    field: 'teamId',
    count: (person) => t.db.$count(projects, eq(projects.teamId, person.tenantId)),
  },
} satisfies Subject;

describe('who may do what with projects', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
                      list  read  create  update  delete
    anonymous         401   401   401     401     401
    expired           401   401   401     401     401
    visitor           403   403   403     403     403
    stranger          none  404   201     404     404
    intruder          403   403   403     403     403
    member            row   200   201     200     403
    managerElsewhere  row   200   201     200     403
    manager           row   200   201     200     204
    admin             row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

describe('what a project refers to', () => {
  it.each(['POST', 'PATCH'] as const)('%s: leadId is no user of somebody else', (method) =>
    expectUnreachable(t, subject, method, {
      foreign: async (other) => ({ leadId: other.userId }),
      missing: { leadId: 'ffffffff-ffff-4fff-bfff-ffffffffffff' },
    }),
  );
});

describe('what comes along with projects', () => {
  it('is no lead of somebody else', () =>
    expectNotAlong(t, subject, 'lead', {
      row: async (viewer, other) =>
        createProject(t.db, { ...(await ownProjectValues(t.db, viewer)), leadId: other.userId }),
      viewers: ['viewer'],
    }));
});
