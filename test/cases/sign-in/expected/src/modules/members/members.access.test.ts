import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { memberValues } from '../../../test/factories/members';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { create } from './members.queries';
import { memberCreate, memberListing, memberResponse, memberUpdate } from './members.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into members.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/members',
  key: ['id'],
  make: async (owner) => ({ id: owner.userId }),
  body: async () => jsonBody(await memberValues(t.db), memberCreate),
  change: listed(['displayName'], memberUpdate, memberResponse),
  filters: listed(['id', 'emailAddress'], memberListing.filter, memberResponse),
} satisfies Subject;

describe('who may do what with members', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    stranger   none  404   403     404     403
    owner      row   200   403     200     403
    admin      row   200   201     200     204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a member, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(callerContext(t.db, caller), JSON.parse('{}'));
  await expect(creating).rejects.toMatchObject({ status: 403 });
});
