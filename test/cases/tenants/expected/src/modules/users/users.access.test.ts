import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownProjectValues } from '../../../test/access/rows/projects';
import { ownTaskValues } from '../../../test/access/rows/tasks';
import { ownTeamMemberValues } from '../../../test/access/rows/team-members';
import { ownTransferValues } from '../../../test/access/rows/transfers';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { createProject } from '../../../test/factories/projects';
import { createTask } from '../../../test/factories/tasks';
import { createTeamMember } from '../../../test/factories/team-members';
import { createTransfer } from '../../../test/factories/transfers';
import { userValues } from '../../../test/factories/users';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { create } from './users.queries';
import { userCreate, userListing, userResponse, userUpdate } from './users.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into users.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/users',
  key: ['id'],
  make: async (owner) => ({ id: owner.userId }),
  body: async () => jsonBody(await userValues(t.db), userCreate),
  change: listed(['name'], userUpdate, userResponse),
  filters: listed(['id', 'email'], userListing.filter, userResponse),
} satisfies Subject;

describe('who may do what with users', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    stranger   none  404   403     404     403
    owner      row   200   403     200     403
    admin      row   200   201     200     409
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a user, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(
    callerContext(t.db, caller, { id: person.tenantId, isManager: false }),
    JSON.parse('{}'),
  );
  await expect(creating).rejects.toMatchObject({ status: 403 });
});

describe('what comes along with users', () => {
  it('is no projects of somebody else', () =>
    expectNotAlong(t, subject, 'projects', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createProject(t.db, { ...(await ownProjectValues(t.db, other)), leadId: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no tasksByAssignee of somebody else', () =>
    expectNotAlong(t, subject, 'tasksByAssignee', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTask(t.db, { ...(await ownTaskValues(t.db, other)), assigneeId: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no tasksByCreatedBy of somebody else', () =>
    expectNotAlong(t, subject, 'tasksByCreatedBy', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTask(t.db, { ...(await ownTaskValues(t.db, other)), createdBy: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no tasksByUpdatedBy of somebody else', () =>
    expectNotAlong(t, subject, 'tasksByUpdatedBy', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTask(t.db, { ...(await ownTaskValues(t.db, other)), updatedBy: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no teamMembers of somebody else', () =>
    expectNotAlong(t, subject, 'teamMembers', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTeamMember(t.db, {
          ...(await ownTeamMemberValues(t.db, other)),
          userId: row.id,
        });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no transfersByFirst of somebody else', () =>
    expectNotAlong(t, subject, 'transfersByFirst', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTransfer(t.db, { ...(await ownTransferValues(t.db, other)), firstId: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));

  it('is no transfersBySecond of somebody else', () =>
    expectNotAlong(t, subject, 'transfersBySecond', {
      row: async (viewer, other) => {
        const row = { id: viewer.userId };
        await createTransfer(t.db, { ...(await ownTransferValues(t.db, other)), secondId: row.id });
        return row;
      },
      viewers: ['viewer'],
    }));
});
