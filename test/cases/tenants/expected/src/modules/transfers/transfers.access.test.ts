import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cells, expectCell, type Subject } from '../../../test/access/matrix';
import { ownTransferValues } from '../../../test/access/rows/transfers';
import { newcomer } from '../../../test/access/people';
import { createTestApp, type TestApp } from '../../../test/app';
import { createTransfer, transferValues } from '../../../test/factories/transfers';
import { jsonBody } from '../../../test/http';
import { listed } from '../../../test/schemas';
import { callerContext } from '../../access/context';
import { create } from './transfers.queries';
import { transferCreate, transferListing, transferResponse } from './transfers.schemas';

// The kit keeps these up as long as nobody edits them: tests of your own go into transfers.test.ts, beside them.

let t: TestApp;

beforeAll(async () => {
  t = await createTestApp();
});

afterAll(() => t.close());

const subject = {
  url: '/v1/transfers',
  key: ['id'],
  make: async (owner) => createTransfer(t.db, await ownTransferValues(t.db, owner)),
  body: async (sender) =>
    jsonBody(await transferValues(t.db, await ownTransferValues(t.db, sender)), transferCreate),
  filters: listed(['id'], transferListing.filter, transferResponse),
} satisfies Subject;

describe('who may do what with transfers', () => {
  // Of a list, whether it holds the row; of the rest, the status.
  const expected = `
               list  read  create  update  delete
    anonymous  401   401   401     401     401
    expired    401   401   401     401     401
    user       403   403   403     403     403
    admin      row   200   201     -       204
  `;

  it.each(cells(expected))('%s: %s is %s', (...cell) => expectCell(t, subject, cell));
});

it('is asked by the query that creates a transfer, too, whoever calls it', async () => {
  const person = await newcomer(t.app);
  const caller = { userId: person.userId, roles: ['user'] };
  const creating = create(
    callerContext(t.db, caller, { id: person.tenantId, isManager: false }),
    JSON.parse('{}'),
  );
  await expect(creating).rejects.toMatchObject({ status: 403 });
});
