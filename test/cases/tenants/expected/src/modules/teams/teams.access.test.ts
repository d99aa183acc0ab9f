import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { teamValues } from '../../../test/factories/teams';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { create } from './teams.queries';
import { teamCreate, teamListing, teamResponse, teamUpdate } from './teams.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into teams.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/teams',
  key: ['id'],
  make: async (owner) => ({ id: owner.tenantId }),
  body: async () => jsonBody(await teamValues(t.db), teamCreate),
  change: listed(['name'], teamUpdate, teamResponse),
  filters: listed(['id'], teamListing.filter, teamResponse),
} satisfies Subject;

describe('who may do what with teams', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
                      list  read  create  update  delete
    anonymous         401   401   401     401     401
    expired           401   401   401     401     401
    visitor           403   403   403     403     403
    stranger          none  404   403     404     404
    intruder          403   403   403     403     403
    member            row   200   403     403     403
    managerElsewhere  row   200   403     403     403
    manager           row   200   403     200     204
    admin             row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a team, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(
    callerContext(t.db, caller, { id: person.tenantId, isManager: false }),
    JSON.parse('{}'),
  );
  await expect(creating).rejects.toMatchObject({ status: 403 });
});
