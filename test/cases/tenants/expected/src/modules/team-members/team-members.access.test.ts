import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNotAlong } from '../../../test/access/includes';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownTeamMemberValues } from '../../../test/access/rows/team-members';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTeamMember, teamMemberValues } from '../../../test/factories/team-members';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { teamMembers } from '../../db/schema';
import { create } from './team-members.queries';
import {
  teamMemberCreate,
  teamMemberListing,
  teamMemberResponse,
  teamMemberUpdate,
} from './team-members.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into team-members.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/team-members',
  key: ['teamId', 'userId'],
  make: async (owner) => createTeamMember(t.db, await ownTeamMemberValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(
      await teamMemberValues(t.db, await ownTeamMemberValues(t.db, sender)),
      teamMemberCreate,
    ),
  change: listed(['status', 'role'], teamMemberUpdate, teamMemberResponse),
  filters: listed(['teamId', 'userId'], teamMemberListing.filter, teamMemberResponse),
  owned: {
    field: 'teamId',
    count: (person) => t.db.$count(teamMembers, eq(teamMembers.teamId, person.tenantId)),
  },
} satisfies Subject;

describe('who may do what with team members', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
                      list  read  create  update  delete
    anonymous         401   401   401     401     401
    expired           401   401   401     401     401
    visitor           403   403   403     403     403
    stranger          none  404   201     404     404
    intruder          403   403   403     403     403
    member            row   200   403     403     403
    managerElsewhere  row   200   403     403     403
    manager           row   200   201     200     204
    admin             row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a team member, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(
    callerContext(t.db, caller, { id: person.tenantId, isManager: false }),
    JSON.parse('{}'),
  );
  await expect(creating).rejects.toMatchObject({ status: 403 });
});

describe('what comes along with team members', () => {
  it('is no user of somebody else', () =>
    expectNotAlong(t, subject, 'user', {
      row: async (viewer, other) =>
        createTeamMember(t.db, {
          ...(await ownTeamMemberValues(t.db, viewer)),
          userId: other.userId,
        }),
      viewers: ['viewer'],
    }));
});
